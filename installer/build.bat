@echo off
rem Makes the program and its installer on Windows: needs Python 3.11, 3.12 or 3.13 (64 bit) and, for the
rem installer, NSIS 3 with makensis on the PATH. Everything lands in dist\.
setlocal
chcp 65001 >nul
cd /d "%~dp0.."
set PYTHONUTF8=1

if exist ".venv\Scripts\python.exe" goto have_venv
py -3.11 -m venv .venv 2>nul || py -3.12 -m venv .venv 2>nul || py -3.13 -m venv .venv 2>nul || python -m venv .venv || goto failed
:have_venv
set "PY=.venv\Scripts\python.exe"
"%PY%" -c "import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14) or sys.maxsize < 2**32)" || goto old
"%PY%" -m pip install -q --disable-pip-version-check -r installer\requirements.lock || goto failed
"%PY%" -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation --editable . || goto failed
"%PY%" installer\build_hook.py || goto failed
"%PY%" installer\build.py %* || goto failed
exit /b 0

:old
echo Hengbiao needs a 64-bit Python 3.11, 3.12 or 3.13. Install one, remove the folder .venv and start again.
exit /b 1

:failed
echo The build did not succeed; the reason stands above.
exit /b 1
