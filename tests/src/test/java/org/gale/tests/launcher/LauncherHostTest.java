package org.gale.tests.launcher;

import java.nio.file.Files;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
    void shouldReopenClosedDescriptors() throws Exception
    {
        script(jdk.resolve("bin/java"),
            "for fd in 0 1 2; do readlink /proc/$$/fd/$fd; done >" + directory.resolve("descriptors"));
        final ProcessBuilder builder = launcher("script");
        builder.command().addAll(0, List.of("/bin/sh", "-c", "exec \"$@\" <&- >&- 2>&-", "sh"));

        assertEquals(EXIT_OK, run(builder).exit());

        assertThat(Files.readAllLines(directory.resolve("descriptors"))).element(0).isEqualTo("/dev/null");
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
