package org.gale.tests.packages;

import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Local repository of Maven with links to all that is in the one of this build, but for what is Gale's. */
final class LocalRepository implements Closeable
{
    private static final String LIBRARY = "/org/agrona/agrona/";

    private final Path directory;
    private final List<Path> links = new ArrayList<>();

    /**
     * Makes the repository.
     *
     * @param directory of the repository, made here
     */
    LocalRepository(final Path directory) throws IOException
    {
        this.directory = directory;
        final Path users = ofThisBuild();
        Files.createDirectories(directory.resolve("org"));
        for (final Path from : List.of(users, users.resolve("org")))
        {
            try (Stream<Path> all = Files.list(from))
            {
                for (final Path each : all.toList())
                {
                    final Path link = directory.resolve(users.relativize(each));
                    if (!each.endsWith("org/gale") && !Files.exists(link))
                    {
                        links.add(Files.createSymbolicLink(link, each));
                    }
                }
            }
        }
    }

    /** Returns the local repository that this build takes its libraries from: one of them says where. */
    private static Path ofThisBuild()
    {
        final String jar = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
            .filter(entry -> entry.contains(LIBRARY)).findFirst().orElseThrow();

        return Path.of(jar.substring(0, jar.indexOf(LIBRARY)));
    }

    Path directory()
    {
        return directory;
    }

    /** Removes the links. What Maven has added stays. */
    @Override
    public void close() throws IOException
    {
        for (final Path link : links)
        {
            Files.delete(link);
        }
    }
}
