package org.gale.tests.replay;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** JDKs that are installed, and programs of the tests that run on one of them. */
final class Jdks
{
    /** Directory of the JDKs. */
    static final Path HOMES = Path.of("/usr/lib/jvm");

    private Jdks()
    {
    }

    /** Returns the home of a JDK of a version, or null. */
    static Path find(final int version) throws IOException
    {
        if (!Files.isDirectory(HOMES))
        {
            return null;
        }
        try (Stream<Path> homes = Files.list(HOMES))
        {
            return homes.filter(path -> path.getFileName().toString().contains("-" + version + "-"))
                .filter(path -> Files.isExecutable(path.resolve("bin/java"))).findFirst().orElse(null);
        }
    }

    /** Starts a class of the tests on a JDK, with this JVM's flags of modules; its output goes to a file. */
    static Process java(final Path jdk, final Path output, final String... words) throws IOException
    {
        final List<String> command = new ArrayList<>(List.of(jdk.resolve("bin/java").toString()));
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter(argument -> argument.startsWith("--add-")).forEach(command::add);
        if (!jdk.equals(Path.of(System.getProperty("java.home"))))
        {
            command.add("--sun-misc-unsafe-memory-access=allow");
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(words));

        return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start();
    }

    /** Returns the text of a file, or why it cannot be read. */
    static String text(final Path file)
    {
        try
        {
            return Files.readString(file);
        }
        catch (final IOException ex)
        {
            return ex.toString();
        }
    }
}
