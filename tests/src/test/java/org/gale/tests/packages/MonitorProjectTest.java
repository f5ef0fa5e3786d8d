package org.gale.tests.packages;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.gale.tests.support.Programs;
import org.gale.tests.support.SourceTree;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Test of the page about the machine in a monitor. Its project is built by Maven on the artifacts of
 * this build alone, and runs with one flag.
 */
class MonitorProjectTest
{
    private static final String VERSION = "0.1.0";
    private static final long BYTES_LIMIT = 1_600_000;
    private static final Map<String, String> MODULES = new TreeMap<>(Map.of("gale-parent", "", "gale-tables", "tables",
        "gale-ringbuf", "ringbuf", "gale-machine", "engine/machine"));

    @TempDir
    private Path directory;

    @Test
    void shouldRunOnTheArtifactsOfTheMachineAlone() throws IOException, InterruptedException
    {
        final Path machine = SourceTree.ROOT.resolve("engine/machine/target/" + jar("gale-machine"));
        assumeTrue(Files.exists(machine), "no jars: this build ends before packages");
        assumeTrue(Programs.isInstalled("mvn"), "no mvn");
        final Path project = copyProject();

        try (LocalRepository local = new LocalRepository(directory.resolve("m2")))
        {
            stage(local.directory());
            run(project, List.of("mvn", "-B", "-o", "-Dmaven.repo.local=" + local.directory(), "compile"));
        }

        final Map<String, Long> jars = jars(project.resolve("target/lib"));
        assertEquals(4, jars.size(), jars.toString());
        assertEquals(1, jars.keySet().stream().filter(name -> name.startsWith("agrona-")).count(), jars.toString());
        assertEquals(3, jars.keySet().stream().filter(name -> name.startsWith("gale-")).count(), jars.toString());
        assertTrue(jars.values().stream().mapToLong(bytes -> bytes).sum() <= BYTES_LIMIT, jars.toString());

        final String page = Files.readString(SourceTree.ROOT.resolve("engine/docs/machine.md"));
        final String printed = run(project, List.of(Path.of(System.getProperty("java.home"), "bin/java").toString(),
            "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED", "-cp", "target/classes:target/lib/*", "Monitor"));
        assertTrue(printed.startsWith("raised 32, taken 32\n"), printed);
        assertTrue(page.contains("```\n" + printed + "```"), printed);
    }

    private Path copyProject() throws IOException
    {
        final Path from = SourceTree.ROOT.resolve("engine/docs/monitor");
        final Path project = directory.resolve("project");
        Files.createDirectories(project.resolve("src/main/java"));
        for (final String file : List.of("pom.xml", "src/main/java/Monitor.java"))
        {
            Files.copy(from.resolve(file), project.resolve(file));
        }

        return project;
    }

    /** Puts what this build has made of the machine, and of what the machine stands on, into a repository. */
    private static void stage(final Path repository) throws IOException
    {
        for (final Map.Entry<String, String> module : MODULES.entrySet())
        {
            final String name = module.getKey();
            final Path from = SourceTree.ROOT.resolve(module.getValue());
            final Path to = Files.createDirectories(repository.resolve("org/gale").resolve(name).resolve(VERSION));
            Files.copy(from.resolve("pom.xml"), to.resolve(name + "-" + VERSION + ".pom"));
            if (!module.getValue().isEmpty())
            {
                Files.copy(from.resolve("target").resolve(jar(name)), to.resolve(jar(name)));
            }
        }
    }

    private static String jar(final String name)
    {
        return name + "-" + VERSION + ".jar";
    }

    private static Map<String, Long> jars(final Path lib) throws IOException
    {
        try (Stream<Path> files = Files.list(lib))
        {
            return files.collect(Collectors.toMap(file -> file.getFileName().toString(), file -> file.toFile().length(),
                Long::sum, TreeMap::new));
        }
    }

    private static String run(final Path project, final List<String> command) throws IOException, InterruptedException
    {
        return PackageBuildTest.output(new ProcessBuilder(command).directory(project.toFile()), command.get(0));
    }
}
