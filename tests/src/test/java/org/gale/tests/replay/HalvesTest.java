package org.gale.tests.replay;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Counterexamples of wrong drivers and devices: each list of steps has a transcript with these steps, and a row. */
class HalvesTest
{
    private static final Path LISTS =
        Path.of("../engine/storm/src/test/resources/org/gale/engine/storm/law/halves.txt");
    private static final Path TRANSCRIPTS = Path.of("src/test/resources/transcripts/halves");
    private static final Path PAGE = Path.of("../engine/docs/traffic.md");

    @Test
    void shouldHaveATranscriptOfEachList() throws IOException
    {
        final List<String> names = new ArrayList<>();
        for (final String section : Files.readString(LISTS).strip().split("\n\n", -1))
        {
            final List<String> lines = Arrays.asList(section.split("\n", -1));
            final String name = lines.get(0).split("[ :]", -1)[1];
            final Path file = TRANSCRIPTS.resolve(name.replace('=', '-') + ".gt");
            names.add(file.getFileName().toString());

            final List<String> said = Files.readAllLines(file).stream().filter(
                line -> line.matches("# ([0-9]+\\. .*|(lost|invented|only work): .*)")).map(line -> line.substring(2))
                .toList();
            assertEquals(lines.subList(1, lines.size()), said, name);
        }

        try (Stream<Path> files = Files.list(TRANSCRIPTS))
        {
            assertEquals(names.stream().sorted().toList(),
                files.map(file -> file.getFileName().toString()).sorted().toList());
        }
    }

    @Test
    void shouldSayTheNumbersOfStatesAndSteps() throws IOException
    {
        final String page = Files.readString(PAGE);
        for (final String section : Files.readString(LISTS).strip().split("\n\n", -1))
        {
            final String[] lines = section.split("\n", -1);
            final String states = lines[0].replaceFirst(".*[ ]([0-9]+) states with.*", "$1");
            final String row = "| `" + lines[0].split("[ :]", -1)[1].replace("=", ": ") + "` | " +
                String.format("%,d", Long.parseLong(states)) + " | " + (lines.length - 2) + " |";

            assertTrue(page.contains(row), row);
        }
    }
}
