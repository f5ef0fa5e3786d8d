package org.gale.tests.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

/** The launcher of a package: its run-time image, its archives, and what is said of a package that is not whole. */
class PackageLauncherTest extends LauncherFixture
{
    private static final String DESCRIPTION = "version 0.1.0\nbuild 0123456789abcdef\njdk 17\narch x86_64\nlibc 2.34\n";

    private Path tree;
    private Path packagedJar;
    private Path home;

    /** Makes a package of the tree of sources: neither Maven nor a JDK is in reach. */
    @BeforeEach
    void makePackage() throws IOException
    {
        tree = root.resolve("engine");
        home = Files.createDirectories(directory.resolve("home"));
        Files.delete(jar);
        Files.delete(root.resolve("pom.xml"));
        Files.delete(tools.resolve("mvn"));
        Files.writeString(tree.resolve("package"), DESCRIPTION);
        packagedJar = Files.createDirectories(tree.resolve("java/lib")).resolveSibling("gale.jar");
        Files.writeString(packagedJar, WHOLE_JAR);
        Files.createDirectories(tree.resolve("runtime/lib"));
        Files.writeString(tree.resolve("runtime/lib/modules"), "modules");
        jdkThatArchives("17.0.15", "printf classes >\"${1#*=}\"");
        Files.createDirectories(tree.resolve("runtime/bin"));
        Files.copy(jdk.resolve("bin/java"), tree.resolve("runtime/bin/java"));
        script(tools.resolve("cksum"), "exec " + installed("cksum"));
        library("glibc 2.36");
    }

    private void library(final String text) throws IOException
    {
        script(tools.resolve("getconf"), "echo '" + text + "'");
    }

    private ProcessBuilder packaged(final String... words)
    {
        final ProcessBuilder builder = launcher(words);
        builder.environment().remove("JAVA_HOME");
        builder.environment().put("HOME", home.toString());

        return builder;
    }

    private static Path only(final Path parent) throws IOException
    {
        try (var all = Files.list(parent))
        {
            return all.reduce((one, other) -> parent).orElseThrow();
        }
    }

    @Test
    void shouldStartFromItsImageWithoutJavaAndMaven() throws Exception
    {
        final Result result = run(packaged("storm", "a b"));

        assertEquals(EXIT_OK, result.exit(), result.err());
        assertThat(result.out()).endsWith("-jar", packagedJar.toString(), "storm", "a b");
        assertEquals(List.of(), builds());
    }

    @Test
    void shouldMakeItsArchiveOnceBelowTheCacheDirectory() throws Exception
    {
        final Result first = run(packaged("storm"));
        final Result second = run(packaged("storm"));

        final Path place = only(home.resolve(".cache/gale/archives"));
        assertThat(place.getFileName().toString()).startsWith("0123456789abcdef-");
        assertThat(first.err()).matches("gale: {3}archives its classes, this once +\\d+ s");
        assertEquals("", second.err());
        assertThat(second.out()).contains("-XX:SharedArchiveFile=" + place.resolve("gale.jsa"));
        assertThat(place).isDirectoryNotContaining("glob:**.jsa.*");
        assertEquals(1, archives());
    }

    @Test
    void shouldTakeTheCacheDirectoryOfTheUser() throws Exception
    {
        final ProcessBuilder builder = packaged("storm");
        builder.environment().put("XDG_CACHE_HOME", directory.resolve("caches").toString());

        run(builder);

        assertThat(only(directory.resolve("caches/gale/archives")).resolve("gale.jsa")).exists();
        assertThat(home).isEmptyDirectory();
    }

    @Test
    void shouldPutItsArchivesWhereItIsAsked() throws Exception
    {
        final ProcessBuilder builder = packaged("--version");
        builder.environment().put("GALE_ARCHIVES", tree.resolve("archives").toString());

        run(builder);
        final Result next = run(packaged("storm"));

        assertThat(next.out()).contains("-XX:SharedArchiveFile=" + tree.resolve("archives/gale.jsa"));
        assertThat(home).isEmptyDirectory();
        assertEquals(1, archives());
    }

    @Test
    void shouldStartWithoutArchivesWhereNoneCanBeKept() throws Exception
    {
        final ProcessBuilder builder = packaged("storm");
        builder.environment().put("HOME", Files.writeString(directory.resolve("file"), "").toString());

        final Result result = run(builder);

        assertEquals("", result.err());
        assertThat(result.out()).endsWith("-jar", packagedJar.toString(), "storm");
        assertEquals(0, archives());
    }

    @ParameterizedTest(name = "without {0}")
    @ValueSource(strings = { "runtime/bin/java", "runtime/lib/modules", "java/gale.jar", "java/lib" })
    void shouldNameWhatAPackageLacks(final String file) throws Exception
    {
        Files.delete(tree.resolve(file));

        assertRefusal(run(packaged("storm")), "gale: the package in " + tree + " is not whole: " +
            tree.resolve(file) + " is missing. Unpack it again.");
    }

    @Test
    void shouldRefuseADamagedJar() throws Exception
    {
        Files.writeString(packagedJar, WHOLE_JAR.substring(9));

        assertRefusal(run(packaged("storm")), "gale: the package in " + tree + " is not whole: " + packagedJar +
            " is damaged. Unpack it again.");
        assertThat(packagedJar).exists();
    }

    @ParameterizedTest
    @ValueSource(strings = { "version 0.1.0\n", "jdk 17\nbuild b\n", "jdk 17\nbuild b\nlibc 2.34",
        "jdk 17\nbuild b\nlibc 2.\n", "jdk 17\nbuild b\nlibc x\n" })
    void shouldRefuseADescriptionThatIsCutShort(final String text) throws Exception
    {
        Files.writeString(tree.resolve("package"), text);

        assertRefusal(run(packaged("storm")), "gale: the package in " + tree + " is not whole: " +
            tree.resolve("package") + " says too little. Unpack it again.");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', value = {
        "glibc 2.31   | this package needs the GNU C library 2.34 or newer, and this host has 2.31. Build Gale",
        "glibc 2.33.9 | this package needs the GNU C library 2.34 or newer, and this host has 2.33.9. Build Gale",
        "musl         | this package needs the GNU C library 2.34 or newer, and this host has another one. Build",
    })
    void shouldRefuseACLibraryThatTheImageDoesNotRunOn(final String text, final String refusal) throws Exception
    {
        library(text);

        assertRefusal(run(packaged("storm")), "gale: " + refusal);
    }

    @ParameterizedTest
    @ValueSource(strings = { "glibc 2.34", "glibc 2.34.1", "glibc 2.41" })
    void shouldStartOnANewerCLibrary(final String text) throws Exception
    {
        library(text);

        assertEquals(EXIT_OK, run(packaged("storm")).exit());
    }
}
