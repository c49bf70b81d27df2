#!/bin/sh
# Makes .hengbiao files open by double click for this user, from wherever the program lies; --remove undoes it.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
share=${XDG_DATA_HOME:-$HOME/.local/share}
id=org.hengbiao.app
desktop=$share/applications/$id.desktop
mime=$share/mime/packages/$id.xml
icon=$share/icons/hicolor/scalable/apps/$id.svg

refresh() {
    if command -v update-mime-database >/dev/null; then update-mime-database "$share/mime" 2>/dev/null || :; fi
    if command -v update-desktop-database >/dev/null; then update-desktop-database "$share/applications" || :; fi
}

if [ "${1:-}" = --remove ]; then
    rm -f "$desktop" "$mime" "$icon"
    refresh
    echo "已撤销登记，文件和备份没有改动。"
    exit 0
fi

# In a desktop entry a program's path is quoted, with \ " ` $ escaped, then every \ again, and % doubled.
program=$(printf '%s' "$here/hengbiao" | sed -e 's/[\\"`$]/\\&/g' -e 's/\\/\\\\/g' -e 's/%/%%/g')
plain=$(printf '%s' "$here/hengbiao" | sed -e 's/\\/\\\\/g')
mkdir -p "$(dirname "$desktop")" "$(dirname "$mime")" "$(dirname "$icon")"
while IFS= read -r line; do
    case $line in
        Exec=*) printf 'Exec="%s" %%f\n' "$program" ;;
        TryExec=*) printf 'TryExec=%s\n' "$plain" ;;
        Icon=*) printf 'Icon=%s\n' "$id" ;;
        *) printf '%s\n' "$line" ;;
    esac
done < "$here/desktop/hengbiao.desktop" > "$desktop"
sed "s/@ICON@/$id/" "$here/desktop/hengbiao.xml" > "$mime"
cp "$here/_internal/hengbiao/resources/icons/hengbiao.svg" "$icon"
refresh
echo "已登记：.hengbiao 文件可以双击打开，开始菜单中有“衡表”。"
