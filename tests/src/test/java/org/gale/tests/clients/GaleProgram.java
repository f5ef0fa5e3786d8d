package org.gale.tests.clients;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertTrue;

/** Program {@code gale} of the classes of this JVM, and other programs of the host. */
final class GaleProgram
{
    private GaleProgram()
    {
    }

    /** Makes the program in a directory. */
    static void make(final Path directory) throws IOException
    {
        final List<String> words = new ArrayList<>(List.of(
            "exec", quoted(Path.of(System.getProperty("java.home"), "bin", "java").toString())));
        Stream.of("java.base/jdk.internal.misc", "java.base/sun.nio.ch", "java.base/jdk.internal.ref").forEach(
            name -> words.add("--add-exports=" + name + "=ALL-UNNAMED"));
        words.addAll(List.of("--add-opens=java.base/java.lang.reflect=ALL-UNNAMED", "-XX:TieredStopAtLevel=1", "-cp",
            quoted(System.getProperty("java.class.path")), "org.gale.engine.cli.GaleCommand", "\"$@\""));
        final Path gale = directory.resolve("gale");
        Files.writeString(gale, "#!/bin/sh\n" + String.join(" ", words) + "\n");
        assertTrue(gale.toFile().setExecutable(true));
    }

    /** Returns whether the host has a program of a name. */
    static boolean isInstalled(final String program)
    {
        return Stream.of(System.getenv("PATH").split(":", -1))
            .anyMatch(place -> Files.isExecutable(Path.of(place, program)));
    }

    private static String quoted(final String text)
    {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
