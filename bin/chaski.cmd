@echo off
rem Runs the chaski command on Windows, as bin/chaski does elsewhere. In a checkout it builds the command if it is
rem missing; after a change, run "mvn -Pquick -DskipTests -pl chaski.cli -am package". In an unpacked distribution it
rem builds nothing. JAVA_HOME chooses the Java, CHASKI_JAVA_OPTS adds options.
setlocal

for %%I in ("%~dp0..") do set "home=%%~fI"
set "dist=%home%\chaski.cli\target\dist"
if exist "%home%\lib\" set "dist=%home%"

set "java=java.exe"
if defined JAVA_HOME if exist "%JAVA_HOME%\bin\java.exe" set "java=%JAVA_HOME%\bin\java.exe"
if not "%java%"=="java.exe" goto :version
where /q java.exe
if not errorlevel 1 goto :version
echo chaski: java is not on the PATH: Java 17 or later is needed; install one, or set JAVA_HOME to it>&2
exit /b 1

:version
rem An earlier Java cannot read a single class of the command, and its error does not name the remedy. Java 17 is the
rem first one that knows this option.
"%java%" --enable-native-access=ALL-UNNAMED -version >nul 2>&1
if not errorlevel 1 goto :build
echo chaski: Java 17 or later is needed, and %java% is an earlier one: set JAVA_HOME to a later one>&2
exit /b 1

:build
if exist "%dist%\lib\chaski.cli-*.jar" goto :run
if "%dist%"=="%home%" goto :broken
where /q mvn.cmd
if errorlevel 1 goto :nomaven
echo chaski: building (first run) ...>&2
pushd "%home%"
call mvn -q -B -ntp -Pquick -DskipTests -pl chaski.cli -am package 1>&2
if errorlevel 1 goto :failed
popd
goto :run

:nomaven
echo chaski: cannot build: mvn is not on the PATH>&2
exit /b 1

:failed
popd
echo chaski: the build failed; see above>&2
exit /b 1

:broken
echo chaski: this distribution is incomplete: %dist%\lib has no chaski.cli>&2
exit /b 1

:run
rem The last command, so that its exit status is that of this one, also after Ctrl-C.
"%java%" -XX:+IgnoreUnrecognizedVMOptions --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow ^
    -Djdk.console=java.base ^
    %CHASKI_JAVA_OPTS% -cp "%dist%\lib\*" chaski.cli.Main %*
exit /b %errorlevel%
