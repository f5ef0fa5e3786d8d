package org.gale.tests.support;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Programs of this host. */
public final class Programs
{
    private Programs()
    {
    }

    /** Returns where a program is on the PATH; null where it is not installed. */
    public static Path find(final String program)
    {
        return Stream.of(System.getenv("PATH").split(":", -1)).map(folder -> Path.of(folder, program))
            .filter(Files::isExecutable).findFirst().orElse(null);
    }

    /** Returns whether a program is on the PATH. */
    public static boolean isInstalled(final String program)
    {
        return find(program) != null;
    }
}
