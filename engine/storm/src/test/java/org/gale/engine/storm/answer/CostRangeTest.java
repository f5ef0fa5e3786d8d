package org.gale.engine.storm.answer;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.gale.engine.storm.result.answer.Answer;
import org.gale.engine.storm.scenario.Cost;
import org.gale.engine.storm.scenario.CostModel;
import org.gale.engine.storm.scenario.Distribution;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class CostRangeTest
{
    private static final CostModel COSTS = CostModel.of(CostModel.GICV4_VHE);
    private static final List<Cost> SPENT = List.of(Cost.HOST_IRQ, Cost.INJECT, Cost.KICK, Cost.POLL, Cost.LR_LIMIT);

    private static double[] logs(final List<Map<String, String>> draws, final String path, final double now)
    {
        return draws.stream().mapToDouble(draw -> Math.log(ns(draw.get(path)) / now) / Math.log(2)).toArray();
    }

    private static double ns(final String text)
    {
        return text.endsWith("us") ? 1e3 * Double.parseDouble(text.replace("us", "")) :
            Double.parseDouble(text.replace("ns", ""));
    }

    private static double mean(final double... values)
    {
        double sum = 0;
        for (final double value : values)
        {
            sum += value;
        }

        return sum / values.length;
    }

    /** The logarithm of a factor to the base of 2 is uniform from -1 to 1: mean 0, square 1/3. */
    @Test
    void shouldDrawFromHalfToTwice()
    {
        final List<Map<String, String>> draws = CostRange.draws(SPENT, COSTS, 1, 4_000);

        final double[] logs = logs(draws, "costs.host-irq", 500);
        for (final double log : logs)
        {
            assertTrue(log >= -1 && log <= 1, "" + log);
        }
        assertEquals(0, mean(logs), 0.03);
        final double[] squares = logs.clone();
        for (int i = 0; i < logs.length; i++)
        {
            squares[i] = logs[i] * logs[i];
        }
        assertEquals(1 / 3.0, mean(squares), 0.02);
    }

    @Test
    void shouldDrawCostsIndependently()
    {
        final List<Map<String, String>> draws = CostRange.draws(SPENT, COSTS, 1, 4_000);
        final double[] one = logs(draws, "costs.host-irq", 500);
        final double[] other = logs(draws, "costs.inject", 300);

        final double[] products = new double[one.length];
        for (int i = 0; i < one.length; i++)
        {
            products[i] = one[i] * other[i];
        }
        assertEquals(0, mean(products), 0.02);
    }

    @Test
    void shouldDrawWholeListRegistersAndWindows()
    {
        final List<Map<String, String>> draws = CostRange.draws(SPENT, COSTS, 1, 400);

        assertEquals(Set.of("2", "3", "4", "5", "6", "7", "8"),
            draws.stream().map(draw -> draw.get("costs.lr-limit")).collect(Collectors.toSet()));
        assertTrue(draws.get(0).get("costs.poll").startsWith("{max: "), draws.get(0).toString());
    }

    @Test
    void shouldLeaveCostsAsTheyAreThatAUserGaveOrThatAreNothing()
    {
        final CostModel given = COSTS.with(Cost.INJECT, Distribution.constant(700)).withLrLimit(4);

        assertEquals(Set.of("costs.host-irq", "costs.kick", "costs.poll"),
            CostRange.draws(SPENT, given, 1, 1).get(0).keySet());
        assertEquals(Set.of("costs.lr-limit"),
            CostRange.draws(SPENT, CostModel.of(CostModel.ZERO), 1, 1).get(0).keySet());
    }

    @Test
    void shouldDrawTheSameAgainBySeed()
    {
        assertEquals(CostRange.draws(SPENT, COSTS, 7, 10), CostRange.draws(SPENT, COSTS, 7, 10));
        assertTrue(!CostRange.draws(SPENT, COSTS, 7, 10).equals(CostRange.draws(SPENT, COSTS, 8, 10)));
        assertEquals(CostRange.draws(SPENT, COSTS, 7, 11).subList(0, 10), CostRange.draws(SPENT, COSTS, 7, 10));
    }

    /** Each end leaves out five of 200 draws, and none of 39. */
    @Test
    void shouldLeaveOutAFortiethAtEachEnd()
    {
        final double[] worths = IntStream.range(0, 200).mapToDouble(i -> (i * 7) % 200).toArray();

        final Answer.Range range = CostRange.range("1:1", "mean", worths);

        assertEquals(5, range.low());
        assertEquals(194, range.high());
        assertEquals(7.0, range.ofDraws().get(1), "in the order of the draws");
        final Answer.Range all = CostRange.range("1:1", "mean", Arrays.copyOf(worths, 39));
        assertEquals(0, all.low());
        assertEquals(Arrays.stream(worths).limit(39).max().orElseThrow(), all.high());
    }
}
