package org.gale.engine.storm.costs;

import java.util.ArrayList;
import java.util.List;
import org.gale.engine.storm.scenario.Cost;
import org.gale.engine.storm.scenario.JobException;
import org.gale.engine.storm.scenario.Place;

/**
 * Times of the calls of a host's function, which a text gives for a cost.
 *
 * @param row     of the table
 * @param formula with its numbers
 * @param place   of the first of them
 */
record FunctionCost(HostFunctions.Row row, WeightedTimes times, String formula, Place place)
{
    /**
     * Returns the costs that follow from the functions of a text. Functions that only stand in for another one give way
     * to it.
     *
     * @throws JobException if two functions give one cost
     */
    static List<MeasuredCost> costs(final List<FunctionCost> all)
    {
        final List<MeasuredCost> costs = new ArrayList<>();
        for (final Cost cost : Cost.values())
        {
            final List<FunctionCost> given = all.stream().filter(one -> one.row.cost() == cost).toList();
            final List<FunctionCost> exact = given.stream().filter(one -> one.row.isExact()).toList();
            final List<FunctionCost> chosen = exact.isEmpty() ? given : exact;
            if (chosen.size() > 1)
            {
                final FunctionCost second = chosen.get(1);
                throw new JobException(second.place, cost.label() + " is given by " + second.row.text() + ", and by " +
                    chosen.get(0).row.text() + " of line " + chosen.get(0).place.line() +
                    ", too (record one of them)");
            }
            if (!chosen.isEmpty())
            {
                costs.add(chosen.get(0).measured(given.size() > 1));
            }
        }

        return costs;
    }

    private MeasuredCost measured(final boolean hasOthers)
    {
        final String what = formula + (row.isExact() ? "" : ", " + row.standIn()) +
            (hasOthers ? ", calls without it left out" : "") + times.text("times");

        return MeasuredCost.list(row.cost(), times, what, place);
    }
}
