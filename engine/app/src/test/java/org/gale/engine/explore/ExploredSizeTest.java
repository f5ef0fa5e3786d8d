package org.gale.engine.explore;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertTrue;

/** Size of the server of a journal's page: it is a thin shell over {@code replay} and {@code inspect}. */
class ExploredSizeTest
{
    @ParameterizedTest
    @CsvSource({"app/src/main/java/org/gale/engine/explore, .java, 900",
        "app/src/main/resources/org/gale/engine/explore, .js, 1200"})
    void shouldHaveAtMostSoManyLines(final Path directory, final String ending, final int limit) throws IOException
    {
        final List<Path> files;
        try (Stream<Path> all = Files.list(directory))
        {
            files = all.filter(file -> file.toString().endsWith(ending)).toList();
        }
        int lines = 0;
        for (final Path file : files)
        {
            lines += Files.readAllLines(file).size();
        }

        assertTrue(files.size() > 2 && lines <= limit, lines + " lines in " + files);
    }
}
