# Sets up a clone on Windows 10 or 11: virtual environment, dependencies, then the console on the demo network.
# A second run finds that nothing changed and needs no network.
#   powershell -ExecutionPolicy Bypass -File installers\windows\setup.ps1 [-Test]
param([switch]$Test, [Parameter(ValueFromRemainingArguments = $true)][string[]]$Rest = @())
$ErrorActionPreference = "Stop"
$root = (Resolve-Path (Join-Path $PSScriptRoot "..\..")).Path
$venv = Join-Path $root ".venv"
$python = Join-Path $venv "Scripts\python.exe"
$mark = Join-Path $venv "set-up"
$extra = if ($Test) { "[dev]" } else { "" }

function Stop-With([string]$Message) {
    [Console]::Error.WriteLine("nocscape set-up: $Message")
    exit 1
}

# `py` knows every Python that is installed; `python` alone may be the Store's stand-in, which answers nothing.
function Find-Python {
    $check = "import sys; print(sys.executable if sys.version_info >= (3, 11) and sys.maxsize > 2**32 else '')"
    foreach ($candidate in @("py -3", "python", "python3")) {
        $name = $candidate.Split(" ")[0]
        $options = @($candidate.Split(" ") | Select-Object -Skip 1)
        if (-not (Get-Command $name -CommandType Application -ErrorAction SilentlyContinue)) { continue }
        $found = & $name @options -c $check
        if ($LASTEXITCODE -eq 0 -and $found) { return "$found".Trim() }
    }
    Stop-With "a 64-bit Python 3.11 or newer is needed; install it from python.org, then run this again."
}

function Get-Stamp {
    $files = "pyproject.toml", "constraints.txt" | ForEach-Object { Join-Path $root $_ }
    (($files | ForEach-Object { (Get-FileHash -Algorithm SHA256 -LiteralPath $_).Hash }) -join " ") + $extra
}

function Install-Packages {
    $now = Get-Stamp
    $command = Join-Path $venv "Scripts\nocscape.exe"
    if ((Test-Path -LiteralPath $command) -and (Test-Path -LiteralPath $mark) -and
        ((Get-Content -LiteralPath $mark) -contains $now)) { return }
    if (-not (Test-Path -LiteralPath $python)) {
        & (Find-Python) -m venv --clear $venv
        if ($LASTEXITCODE -ne 0) { Stop-With "the virtual environment .venv could not be made; may you write to ${root}?" }
    }
    Write-Host "nocscape set-up: installing Python packages into .venv"
    & $python -m pip install -q --disable-pip-version-check -c (Join-Path $root "constraints.txt") -e "$root$extra"
    if ($LASTEXITCODE -ne 0) { Stop-With "the Python packages could not be installed; is there a network?" }
    & $python -m compileall -q (Join-Path $root "app") | Out-Null
    Add-Content -LiteralPath $mark -Value $now
    if ($Test) { Add-Content -LiteralPath $mark -Value $now.Substring(0, $now.Length - $extra.Length) }
}

Install-Packages
if ($Test) {
    Set-Location -LiteralPath $root
    & $python -m pytest -n 2 --dist loadgroup @Rest
} else {
    & (Join-Path $venv "Scripts\nocscape.exe") demo @Rest
}
exit $LASTEXITCODE
