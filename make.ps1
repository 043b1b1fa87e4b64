# The Makefile's commands for Windows, as in .\make.ps1 run; .\make.ps1 test tests\app for a part.
param([Parameter(Mandatory)]
      [ValidateSet("help", "run", "test", "check", "format", "package", "bench", "screenshots",
                   "translations", "clean")]
      [string]$Task,
      [Parameter(ValueFromRemainingArguments)]
      [string[]]$Tests = @())
$ErrorActionPreference = "Stop"
Set-Location $PSScriptRoot

function Invoke-Checked([string]$Program, [string[]]$Arguments) {
    & $Program @Arguments
    if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }
}

# Makes the environment and installs, once for each state of pyproject.toml and constraints.txt.
function Install-Environment([string]$Folder, [string]$Mark, [string[][]]$Installs) {
    $python = "$Folder\Scripts\python.exe"
    if (-not (Test-Path $python)) { Invoke-Checked "py" @("-3", "-m", "venv", $Folder) }
    $state = (Get-FileHash pyproject.toml).Hash + (Get-FileHash constraints.txt).Hash
    if ((Test-Path $Mark) -and ((Get-Content $Mark) -eq $state)) { return }
    foreach ($install in $Installs) {
        Invoke-Checked $python (@("-m", "pip", "install", "--quiet") + $install)
    }
    Set-Content $Mark $state
}

$run = @(, @("-c", "constraints.txt", "-e", "."))
$dev = @(@("torch==2.13.0"), @("-c", "constraints.txt", "-e", ".[dev,torch]"))
$package = @(, @("-c", "constraints.txt", "-e", ".[package]"))
$bin = ".venv\Scripts"

switch ($Task) {
    "help" {
        "run | test | check | format | package | bench | screenshots | translations | clean"
    }
    { $_ -in "run", "bench", "screenshots", "translations" } { Install-Environment ".venv" ".venv\.run" $run }
    { $_ -in "test", "check", "format" } { Install-Environment ".venv" ".venv\.dev" $dev }
    "run" { Invoke-Checked "$bin\rectoscan.exe" @() }
    "test" {
        $all = @("-n", "auto", "--maxprocesses", "4", "--dist", "worksteal")
        Invoke-Checked "$bin\python.exe" (@("-m", "pytest") + $(if ($Tests) { $Tests } else { $all }))
    }
    "check" {
        Invoke-Checked "$bin\ruff.exe" @("check", ".")
        Invoke-Checked "$bin\ruff.exe" @("format", "--check", ".")
        Invoke-Checked "$bin\mypy.exe" @()
        Invoke-Checked "$bin\lint-imports.exe" @()
    }
    "format" {
        Invoke-Checked "$bin\ruff.exe" @("check", "--fix", ".")
        Invoke-Checked "$bin\ruff.exe" @("format", ".")
    }
    "bench" { Invoke-Checked "$bin\python.exe" @("-m", "app.bench") }
    "screenshots" {
        Invoke-Checked "$bin\python.exe" @("-m", "app.bench.screenshots", "docs")
        Invoke-Checked "$bin\python.exe" @("-m", "app.screenshots", "build/screenshots")
    }
    "translations" {
        $folder = "resources\translations"
        $chinese, $english = "$folder\rectoscan_zh_CN.ts", "$folder\rectoscan_en.ts"
        $sources = @(Get-ChildItem app -Recurse -Filter *.py | Sort-Object FullName |
            ForEach-Object { $_.FullName })
        $options = @("-silent", "-no-obsolete", "-locations", "none")
        Invoke-Checked "$bin\pyside6-lupdate.exe" ($options + $sources + @("-ts", $chinese))
        Invoke-Checked "$bin\pyside6-lupdate.exe" (
            $options + @("-pluralonly") + $sources + @("-ts", $english))
        Invoke-Checked "$bin\pyside6-lrelease.exe" @("-silent", $chinese, $english)
    }
    "clean" {
        foreach ($folder in "build", "dist", ".venv", ".venv-package") {
            if (Test-Path $folder) { Remove-Item -Recurse -Force $folder }
        }
    }
    "package" {
        Install-Environment ".venv-package" ".venv-package\.done" $package
        Invoke-Checked ".venv-package\Scripts\pyinstaller.exe" @(
            "--noconfirm", "--log-level", "WARN", "build.spec")
    }
}
