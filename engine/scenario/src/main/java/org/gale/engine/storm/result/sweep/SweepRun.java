package org.gale.engine.storm.result.sweep;

import java.util.Map;
import java.util.stream.Collectors;

/**
 * One run of a plan.
 *
 * @param number of the run, from 0
 * @param point  number of its combination of values, from 0; runs of one point differ in the seed alone
 * @param values of the keys, in the order of the file
 * @param seed   of the run; null for that of the job
 */
public record SweepRun(int number, int point, Map<String, String> values, Long seed)
{
    /** Returns keys and values on one line, the seed last. */
    public String text()
    {
        final String text = values.entrySet().stream().map(value -> value.getKey() + '=' + value.getValue())
            .collect(Collectors.joining(" "));

        return seed == null ? text : text.isEmpty() ? "seed=" + seed : text + " seed=" + seed;
    }
}
