package org.gale.tests.storm;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import com.fasterxml.jackson.core.JsonFactory;
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
        final List<String> words = GaleWords.of("-Xlog:class+load");
        words.addAll(List.of("storm", "--count", "1k", "--vms", "2", "--vpes", "1", "--devices", "1", "--events", "16",
            "--journal", directory.resolve("j").toString()));
        final Process storm = new ProcessBuilder(words).redirectErrorStream(true).start();
        final String log = new String(storm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, storm.onExit().join().exitValue(), log);
        assertTrue(log.contains("org.gale.engine.storm.run.StormSession"), log);
        assertTrue(JsonFactory.class.getName().startsWith(JACKSON));
        assertEquals(List.of(), log.lines().filter(line -> line.contains("] " + JACKSON)).toList());
    }
}
