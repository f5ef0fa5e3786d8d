package org.gale.engine.cli.storm;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Tests of the command lines of the storms of a sweep. */
class StormWordsTest
{
    private static final StormWords WORDS = new StormWords(Path.of("a job.yaml"), Set.of("count", "threads"));

    private static final Map<String, String> VALUES =
        new TreeMap<>(Map.of("count", "5k", "threads", "1", "vms.a.vpes", "4"));

    @Test
    void shouldGiveKeysOfTheJobByTheirOptionsAndOthersByPath()
    {
        assertEquals(List.of("storm", "a job.yaml", "--count", "5k", "-C", "threads=1", "--set", "vms.a.vpes=4"),
            WORDS.of(VALUES, null));
    }

    @Test
    void shouldGiveASeedWhereThereIsOne()
    {
        assertEquals(List.of("storm", "a job.yaml", "--seed", "-7"), WORDS.of(Map.of(), -7L));
    }

    @Test
    void shouldWriteTheLineAsAShellTakesIt()
    {
        assertEquals("gale storm 'a job.yaml' --count 5k -C threads=1 --set vms.a.vpes=4 --seed 3",
            WORDS.text(VALUES, 3L));
    }
}
