package org.gale.tests.storm;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of the classes that a storm loads, in a JVM of its own. */
class TextStormClassesTest
{
    private static final String JACKSON = "com.fasterxml.jackson.";

    @TempDir
    private Path directory;

    @Test
    void shouldLoadNoClassOfJacksonForAStormThatWritesNoJson() throws IOException
    {
        assertEquals(List.of(), jackson());
    }

    @Test
    void shouldLoadJacksonForAStormThatWritesJson() throws IOException
    {
        assertTrue(jackson("--json", directory.resolve("r.json").toString()).size() > 1);
    }

    /** Returns the classes of Jackson that a short storm loads. */
    private List<String> jackson(final String... more) throws IOException
    {
        final List<String> words = GaleWords.of("-Xlog:class+load");
        words.addAll(List.of("storm", "--count", "1k", "--journal", directory.resolve("j" + more.length).toString()));
        words.addAll(List.of(more));
        final Process storm = new ProcessBuilder(words).redirectErrorStream(true).start();
        final String log = new String(storm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, storm.onExit().join().exitValue(), log);
        assertTrue(log.contains("org.gale.engine.storm.run.StormSession"), log);

        return new ArrayList<>(log.lines().filter(line -> line.contains("] " + JACKSON)).toList());
    }
}
