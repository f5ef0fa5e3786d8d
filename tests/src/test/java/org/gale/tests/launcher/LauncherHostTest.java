package org.gale.tests.launcher;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

/** Damaged jars, closed descriptors, and the environment of the user. */
class LauncherHostTest extends LauncherFixture
{
    @Test
    void shouldSayThatAStaleJarCannotBeBuilt() throws Exception
    {
        Files.delete(jar);
        Files.delete(jar.getParent());
        Files.writeString(jar.getParent(), "no directory");

        assertRefusal(
            run("storm"), "gale: cannot write to " + jar.getParent() + ", and " + jar + " is missing or older");
    }

    @Test
    void shouldBuildADamagedJarAnew() throws Exception
    {
        Files.writeString(jar, WHOLE_JAR.substring(0, WHOLE_JAR.length() - 9));
        age(jar, 10);

        final Result result = run("storm");

        assertEquals(EXIT_OK, result.exit(), result.err());
        assertThat(result.err()).startsWith("gale: " + jar + " is damaged\ngale: building ");
        assertEquals(WHOLE_JAR, Files.readString(jar));
    }

    @Test
    void shouldSayInOneLineThatADamagedJarCannotBeRemoved() throws Exception
    {
        Files.writeString(jar, "damaged");
        age(jar, 10);
        script(tools.resolve("rm"), "echo 'rm: not permitted' >&2; exit 1");

        assertRefusal(run("storm"), "gale: " + jar + " is damaged and cannot be removed");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {
        "Error: Could not find or load main class org.gale.engine.cli.GaleCommand",
        "Exception in thread \"main\" java.lang.NoClassDefFoundError: picocli/CommandLine" })
    void shouldBuildAJarAnewThatIsDamagedInside(final String complaint) throws Exception
    {
        jdkThatArchives("17.0.15", "[ -e engine/app/target/built ]");
        final Path java = jdk.resolve("bin/java");
        script(java, Files.readString(java).substring("#!/bin/sh\n".length()).replace("case \"$*\" in",
            "[ -e '" + root.resolve("engine/app/target/built") + "' ] || { echo '" + complaint + "' >&2; exit 1; }\n" +
                "case \"$*\" in"));
        maven(MAKE_JAR + "echo x >engine/app/target/built");
        final Path library = Files.createDirectories(root.resolve("engine/app/target/lib")).resolve("x.jar");
        Files.writeString(library, "damaged");

        final Result result = run("storm");

        assertEquals(EXIT_OK, result.exit(), result.err());
        assertThat(result.err()).contains("\ngale: " + jar + " or what lies in lib is damaged\ngale: building ");
        assertThat(result.out()).endsWith("-jar", jar.toString(), "storm");
        assertThat(library).doesNotExist();
        assertEquals(1, builds().size());
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = { "-Xmx1k", "-Xmx2m", "-ea -Xmx3000000", "-XX:MaxHeapSize=3M" })
    void shouldRefuseAHeapInWhichNothingStarts(final String flags) throws Exception
    {
        final ProcessBuilder builder = launcher("storm");
        builder.environment().put("GALE_JAVA_OPTS", flags);

        final Result result = run(builder);

        assertEquals(EXIT_USAGE, result.exit(), result.err());
        assertThat(result.err()).startsWith("gale: GALE_JAVA_OPTS: the heap of " + flags.replace("-ea ", "") +
            " is too small").endsWith("-Xmx64m is enough for the default storm").doesNotContain("\n");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = { "-Xmx4m", "-Xmx1g", "-Xmx1T", "-Xmx5000000", "-XX:MaxHeapSize=16384k", "-Xmxmuch" })
    void shouldLeaveOtherHeapsToTheJvm(final String flags) throws Exception
    {
        final ProcessBuilder builder = launcher("storm");
        builder.environment().put("GALE_JAVA_OPTS", flags);

        assertThat(run(builder).out()).contains(flags);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', value = {
        "-Xmx99999g | Could not reserve enough space for 104856551424KB object heap",
        "-Xms9t -ea | Could not allocate metaspace: 1073741824 bytes",
    })
    void shouldSayThatTheHostHasNotTheMemory(final String flags, final String reason) throws Exception
    {
        script(jdk.resolve("bin/java"), "[ \"$*\" = \"${*% -version}\" ] || { " +
            "echo 'Error occurred during initialization of VM'; echo '" + reason + "'; exit 1; }");
        final ProcessBuilder builder = launcher("storm");
        builder.environment().put("GALE_JAVA_OPTS", flags);

        assertRefusal(run(builder), "gale: the host has not the memory to start with GALE_JAVA_OPTS='" + flags +
            "' and ulimit -v unlimited: " + reason);
    }

    @Test
    void shouldSayThatTheJvmRefusesASize() throws Exception
    {
        script(jdk.resolve("bin/java"), "[ \"$*\" = \"${*% -version}\" ] || { " +
            "echo 'Invalid maximum heap size: -Xmxmuch' >&2; echo 'Error: no' >&2; exit 1; }");
        final ProcessBuilder builder = launcher("storm");
        builder.environment().put("GALE_JAVA_OPTS", "-Xmxmuch");

        final Result result = run(builder);

        assertEquals(EXIT_USAGE, result.exit(), result.err());
        assertEquals("gale: GALE_JAVA_OPTS: the JVM does not start: Invalid maximum heap size: -Xmxmuch",
            result.err());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', value = {
        "-XX:Foo         | the JVM does not start: Unrecognized VM option 'Foo'",
        "-Xfoo           | the JVM does not start: Unrecognized option: -Xfoo",
        "foo             | 'foo' is no option of the JVM (try -Xmx1g)",
        "-javaagent:/x.jar=a | the JVM does not start: /x.jar of '-javaagent:/x.jar=a' cannot be read",
        "-agentpath:/x.so | the JVM does not start: /x.so of '-agentpath:/x.so' cannot be read",
        "@/x             | the JVM does not start: /x of '@/x' cannot be read",
        "--add-opens java.base/java.nio=ALL-UNNAMED foo | 'foo' is no option of the JVM (try -Xmx1g)",
    })
    void shouldNameAnOptionThatTheJvmHasNot(final String flags, final String reason) throws Exception
    {
        script(jdk.resolve("bin/java"), "case \"$*\" in *-version) exec '" +
            Path.of(System.getProperty("java.home"), "bin", "java") + "' \"$@\" ;; esac");
        final ProcessBuilder builder = launcher("storm");
        builder.environment().put("GALE_JAVA_OPTS", flags);
        builder.environment().put("PATH", System.getenv("PATH"));

        final Result result = run(builder);

        assertEquals(EXIT_USAGE, result.exit(), result.err());
        assertEquals("gale: GALE_JAVA_OPTS: " + reason, result.err());
    }

    @Test
    void shouldTryNoAgentNoRecordingAndNoLogOfTheUser() throws Exception
    {
        final Path tried = directory.resolve("tried");
        script(jdk.resolve("bin/java"), "[ \"$*\" = \"${*% -version}\" ] || echo \"$*\" >>'" + tried + "'");
        final ProcessBuilder builder = launcher("storm");
        builder.environment().put(
            "GALE_JAVA_OPTS", "-agentlib:jdwp=suspend=y -Xmx1g -XX:StartFlightRecording -Xlog:gc " +
            "--add-opens java.base/java.nio=ALL-UNNAMED");

        assertEquals(EXIT_OK, run(builder).exit());
        assertEquals(EXIT_OK, run("storm").exit());

        assertThat(Files.readAllLines(tried)).hasSize(1).first().asString().endsWith(" -Xmx1g -version");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', value = {
        "ulimit -v 3000000 | the host has not the memory to start with GALE_JAVA_OPTS='' and ulimit -v 3000000: ",
        "ulimit -n 20 | at most 20 files may be open at a time, and gale needs 128 (try ulimit -n 1024)",
    })
    void shouldSayWhatTheHostLacks(final String limit, final String message) throws Exception
    {
        script(jdk.resolve("bin/java"), "case \"$*\" in *-version) exec '" +
            Path.of(System.getProperty("java.home"), "bin", "java") + "' \"$@\" ;; esac");
        final ProcessBuilder builder = launcher("storm").directory(directory.toFile());
        builder.command().addAll(0, List.of("/bin/sh", "-c", limit + "; exec \"$@\"", "sh"));
        builder.environment().put("PATH", System.getenv("PATH"));

        assertRefusal(run(builder), "gale: " + message);
    }

    /** The shell may complain of it, too, before it reads the launcher. */
    @Test
    void shouldSayThatTheCurrentDirectoryWasRemoved() throws Exception
    {
        final ProcessBuilder builder = launcher("storm").directory(directory.toFile());
        builder.command().addAll(0, List.of("/bin/sh", "-c", "mkdir gone; cd gone; rmdir ../gone; exec \"$@\"", "sh"));
        builder.environment().put("PATH", System.getenv("PATH"));

        final Result result = run(builder);

        assertEquals(EXIT_RESOURCES, result.exit(), result.err());
        assertThat(result.err()).endsWith("gale: the current directory was removed (change to another one)");
        assertEquals(List.of(), result.out());
    }

    @Test
    void shouldReopenClosedDescriptors() throws Exception
    {
        script(jdk.resolve("bin/java"),
            "for fd in 0 1 2; do readlink /proc/$$/fd/$fd; done >" + directory.resolve("descriptors"));
        final ProcessBuilder builder = launcher("script");
        builder.command().addAll(0, List.of("/bin/sh", "-c", "exec \"$@\" <&- >&- 2>&-", "sh"));

        assertEquals(EXIT_OK, run(builder).exit());

        assertThat(Files.readAllLines(directory.resolve("descriptors")))
            .hasSize(3).satisfies(names -> assertEquals("/dev/null", names.get(0)))
            .satisfies(names -> assertEquals("/dev/null", names.get(2)));           // 1 is the file
    }

    @Test
    void shouldLetWritesToAClosedStdoutFail() throws Exception
    {
        script(jdk.resolve("bin/java"), "echo report || exit 8; exit 0");
        final ProcessBuilder builder = launcher("script");
        builder.command().addAll(0, List.of("/bin/sh", "-c", "exec \"$@\" >&-", "sh"));

        assertEquals(EXIT_RESOURCES, run(builder).exit());
    }

    @Test
    void shouldUseTheTemporaryDirectoryOfTheUser() throws Exception
    {
        final ProcessBuilder builder = launcher("storm");
        builder.environment().put("TMPDIR", "/a place");

        assertThat(run(builder).out()).contains("-Djava.io.tmpdir=/a place");
        assertThat(run("storm").out()).noneMatch(word -> word.startsWith("-Djava.io.tmpdir"));
    }

    @Test
    void shouldLeaveTheInitialHeapToALimitOfTheUser() throws Exception
    {
        final ProcessBuilder builder = launcher("storm");
        builder.environment().put("GALE_JAVA_OPTS", "-Xmx48m");

        assertThat(run(builder).out()).doesNotContain("-Xms64m");
        assertThat(run("storm").out()).contains("-Xms64m");
    }

    @ParameterizedTest(name = "LC_ALL={0}")
    @CsvSource({ "C, C.UTF-8", "de_DE.UTF-8, de_DE.UTF-8", "en_US.utf8, en_US.utf8", ", C.UTF-8" })
    void shouldReadFileNamesAsUtf8(final String locale, final String used) throws Exception
    {
        script(jdk.resolve("bin/java"), "printf %s \"$LC_ALL\"");
        final ProcessBuilder builder = launcher("storm");
        if (locale != null)
        {
            builder.environment().put("LC_ALL", locale);
        }

        assertThat(run(builder).out()).containsExactly(used);
    }
}
