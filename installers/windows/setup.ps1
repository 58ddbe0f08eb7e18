# Sets up a clone on Windows 10 or 11: virtual environment, dependencies, then the console on the demo network.
#   powershell -ExecutionPolicy Bypass -File installers\windows\setup.ps1 [-Test]
param([switch]$Test)
$ErrorActionPreference = "Stop"
$root = Resolve-Path (Join-Path $PSScriptRoot "..\..")
$venv = Join-Path $root ".venv"
$python = Get-Command py -ErrorAction SilentlyContinue
if (-not $python) { $python = Get-Command python -ErrorAction SilentlyContinue }
if (-not $python) { Write-Error "nocscape set-up: Python 3.11 or newer is needed; install it from python.org, then run this again." }
& $python.Source -c "import sys; sys.exit(sys.version_info < (3, 11))"
if ($LASTEXITCODE -ne 0) { Write-Error "nocscape set-up: this Python is older than 3.11." }
if (-not (Test-Path (Join-Path $venv "Scripts\python.exe"))) { & $python.Source -m venv $venv }
$extra = if ($Test) { "[dev]" } else { "" }
$pip = Join-Path $venv "Scripts\python.exe"
& $pip -m pip install -q --disable-pip-version-check -c (Join-Path $root "constraints.txt") -e "$root$extra"
if ($LASTEXITCODE -ne 0) { Write-Error "nocscape set-up: the Python packages could not be installed; is there a network?" }
& $pip -m compileall -q (Join-Path $root "app") | Out-Null
if ($Test) { Set-Location $root; & $pip -m pytest; exit $LASTEXITCODE }
& (Join-Path $venv "Scripts\nocscape.exe") demo
exit $LASTEXITCODE
