; The installer for Windows: for the current user, without an administrator.
;   makensis -DVERSION=1.0.0 -DBUNDLE=..\..\dist\hengbiao -DICON=..\..\build\package\icons\hengbiao.ico -DOUT=..\..\dist\x.exe hengbiao.nsi
; It writes the program's own folder, the start menu, the file type and the entry for removal; documents, settings and
; backups lie elsewhere and are never touched.
Unicode true
ManifestDPIAware true
RequestExecutionLevel user
SetCompressor /SOLID lzma

!include LogicLib.nsh
!include MUI2.nsh
!include WinVer.nsh
!include x64.nsh

!define NAME "衡表"
!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\Hengbiao"
!define TYPE "Hengbiao.Document"
!define OLDEST_BUILD 17763 ; Windows 10 1809

Name "${NAME}"
Caption "${NAME} ${VERSION} 安装"
OutFile "${OUT}"
InstallDir "$LOCALAPPDATA\Programs\Hengbiao"
InstallDirRegKey HKCU "${UNINSTALL}" "InstallLocation"
BrandingText "${NAME} ${VERSION}"

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_FINISHPAGE_RUN "$INSTDIR\hengbiao.exe"
!define MUI_FINISHPAGE_RUN_TEXT "现在打开${NAME}"
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "SimpChinese"

!macro RefuseWhileRunning
    ; A running program holds its files: they could neither be replaced nor removed.
    ${If} ${FileExists} "$INSTDIR\hengbiao.exe"
        ClearErrors
        FileOpen $0 "$INSTDIR\hengbiao.exe" a
        ${If} ${Errors}
            MessageBox MB_OK|MB_ICONSTOP "${NAME}正在运行。请先保存并关闭它，再重新开始。" /SD IDOK
            SetErrorLevel 2
            Quit
        ${EndIf}
        FileClose $0
    ${EndIf}
!macroend

!macro RemoveProgram
    ; Only what the installer wrote: a folder that someone has put files into stays with them.
    RMDir /r "$INSTDIR\_internal"
    RMDir /r "$INSTDIR\licences"
    Delete "$INSTDIR\hengbiao.exe"
    Delete "$INSTDIR\hengbiao-cli.exe"
!macroend

Function .onInit
    ${IfNot} ${RunningX64}
        MessageBox MB_OK|MB_ICONSTOP "${NAME}需要 64 位的 Windows，本机是 32 位的。没有安装任何文件。请换一台 64 位的电脑。" /SD IDOK
        SetErrorLevel 3
        Quit
    ${EndIf}
    ${WinVerGetBuild} $0
    ${If} $0 < ${OLDEST_BUILD}
        MessageBox MB_OK|MB_ICONSTOP "${NAME}需要 Windows 10 1809（内部版本 ${OLDEST_BUILD}）或更新的系统，本机的内部版本是 $0。没有安装任何文件。请先更新 Windows，或换一台电脑。" /SD IDOK
        SetErrorLevel 3
        Quit
    ${EndIf}
FunctionEnd

Section
    SetShellVarContext current
    !insertmacro RefuseWhileRunning
    !insertmacro RemoveProgram
    SetOutPath "$INSTDIR"
    ClearErrors
    File /r "${BUNDLE}/*"
    ${If} ${Errors}
        MessageBox MB_OK|MB_ICONSTOP "不能写入 $INSTDIR 。请清理磁盘，或换一个文件夹重新安装。" /SD IDOK
        SetErrorLevel 3
        Abort "没有安装完"
    ${EndIf}
    WriteUninstaller "$INSTDIR\uninstall.exe"

    CreateShortcut "$SMPROGRAMS\${NAME}.lnk" "$INSTDIR\hengbiao.exe"

    WriteRegStr HKCU "Software\Classes\.hengbiao" "" "${TYPE}"
    WriteRegStr HKCU "Software\Classes\.hengbiao\OpenWithProgids" "${TYPE}" ""
    WriteRegStr HKCU "Software\Classes\${TYPE}" "" "衡表文件"
    WriteRegStr HKCU "Software\Classes\${TYPE}\DefaultIcon" "" "$INSTDIR\hengbiao.exe,0"
    WriteRegStr HKCU "Software\Classes\${TYPE}\shell\open\command" "" '"$INSTDIR\hengbiao.exe" "%1"'

    WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "${NAME}"
    WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "${VERSION}"
    WriteRegStr HKCU "${UNINSTALL}" "DisplayIcon" "$INSTDIR\hengbiao.exe"
    WriteRegStr HKCU "${UNINSTALL}" "Publisher" "Hengbiao"
    WriteRegStr HKCU "${UNINSTALL}" "InstallLocation" "$INSTDIR"
    WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
    WriteRegStr HKCU "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
    WriteRegDWORD HKCU "${UNINSTALL}" "EstimatedSize" ${KILOBYTES}
    WriteRegDWORD HKCU "${UNINSTALL}" "NoModify" 1
    WriteRegDWORD HKCU "${UNINSTALL}" "NoRepair" 1
    System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
SectionEnd

Section Uninstall
    SetShellVarContext current
    !insertmacro RefuseWhileRunning
    !insertmacro RemoveProgram
    Delete "$INSTDIR\uninstall.exe"
    RMDir "$INSTDIR"
    Delete "$SMPROGRAMS\${NAME}.lnk"

    DeleteRegValue HKCU "Software\Classes\.hengbiao\OpenWithProgids" "${TYPE}"
    ReadRegStr $0 HKCU "Software\Classes\.hengbiao" ""
    ${If} $0 == "${TYPE}"
        DeleteRegValue HKCU "Software\Classes\.hengbiao" ""
    ${EndIf}
    DeleteRegKey /ifempty HKCU "Software\Classes\.hengbiao\OpenWithProgids"
    DeleteRegKey /ifempty HKCU "Software\Classes\.hengbiao"
    DeleteRegKey HKCU "Software\Classes\${TYPE}"
    DeleteRegKey HKCU "${UNINSTALL}"
    System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
SectionEnd
