package org.gale.engine.storm.scenario;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

class VariationTest
{
    private static final String OPTION = "--vary";

    @Test
    void shouldCombineTheValuesOfTwoKeys()
    {
        assertEquals("[{a.b=1, c.d=x}, {a.b=1, c.d=y}, {a.b=2, c.d=x}, {a.b=2, c.d=y}]",
            Variation.of(OPTION, List.of("a.b=1,2", "c.d=x,y")).runs().toString());
    }

    @Test
    void shouldLeaveCommasWithinBracketsToTheirValue()
    {
        assertEquals("[{h={list: [[1us, 2], [3us, 1]]}}, {h=2us}]",
            Variation.of(OPTION, List.of("h={list: [[1us, 2], [3us, 1]]}, 2us")).runs().toString());
    }

    @Test
    void shouldRunAtMostSixtyFour()
    {
        assertEquals(64, Variation.of(OPTION, List.of("machine.pes=" + values(64))).runs().size());
        assertEquals("--vary machine.pes: 65 runs are more than the 64 that one comparison has (give fewer values)",
            refusal("machine.pes=" + values(65)));
        assertEquals("--vary a.b, c.d: 72 runs are more than the 64 that one comparison has (give fewer values)",
            refusal("a.b=" + values(8), "c.d=" + values(9)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "seed=1,2 | --vary seed=1,2: all runs have one seed, so that they differ in what varies alone " +
            "(name another key)",
        "machine.pes | --vary machine.pes: not KEY=A,B,C (try machine.pes=8,16)",
        "=1 | --vary =1: not KEY=A,B,C (try machine.pes=8,16)",
        "machine.pes=8,,9 | --vary machine.pes=8,,9: not KEY=A,B,C (try machine.pes=8,16)",
        "machine.pes= | --vary machine.pes=: not KEY=A,B,C (try machine.pes=8,16)"})
    void shouldRefuseInOneLine(final String text, final String message)
    {
        assertEquals(message, refusal(text));
    }

    @Test
    void shouldRefuseAThirdKeyAndOneThatIsGivenTwice()
    {
        assertEquals("--vary e.f=3: is a third key, and at most 2 vary (leave one out)",
            refusal("a.b=1", "c.d=2", "e.f=3"));
        assertEquals("--vary a.b=2: 'a.b' varies twice (write all its values in one list)",
            refusal("a.b=1", "a.b=2"));
    }

    private static String values(final int count)
    {
        return IntStream.rangeClosed(1, count).mapToObj(Integer::toString).collect(Collectors.joining(","));
    }

    private static String refusal(final String... texts)
    {
        return String.join("\n",
            assertThrows(JobException.class, () -> Variation.of(OPTION, List.of(texts))).lines());
    }
}
