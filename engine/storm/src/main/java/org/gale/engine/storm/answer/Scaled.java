package org.gale.engine.storm.answer;

import java.util.List;
import org.gale.engine.storm.scenario.Cost;
import org.gale.engine.storm.scenario.CostModel;
import org.gale.engine.storm.scenario.Distribution;

/** Costs that are changed by a factor. Pure functions. */
final class Scaled
{
    private static final long LEAST_NS = 1000;
    private static final List<Integer> REGISTERS = List.of(2, 4, 8, 16);

    private Scaled()
    {
    }

    /**
     * Value of a cost.
     *
     * @param text as a job has it
     * @param ns   time, of a distribution its mean, of a window its longest; of list registers their number
     */
    record Value(String text, double ns)
    {
    }

    /** Returns the path of the key of a cost. */
    static String key(final Cost cost)
    {
        return "costs." + cost.label();
    }

    /** Returns the value that costs have. */
    static Value now(final Cost cost, final CostModel costs)
    {
        return new Value(costs.text(cost), cost.isTime() ? costs.time(cost).meanNs() : costs.lrLimit());
    }

    /** Returns the values by which the sensitivity to a cost is found: half and twice, or 1 us in place of none. */
    static List<Value> around(final Cost cost, final CostModel costs)
    {
        if (!cost.isTime())
        {
            return REGISTERS.stream().filter(count -> count != costs.lrLimit())
                .map(count -> new Value(Integer.toString(count), count)).toList();
        }

        return now(cost, costs).ns() == 0 ? List.of(of(Distribution.constant(LEAST_NS))) :
            List.of(times(costs.time(cost), 0.5), times(costs.time(cost), 2));
    }

    /** Returns a cost of one time, or one whose mean or longest time is this one. */
    static Value withNs(final Cost cost, final CostModel costs, final double ns)
    {
        final double now = now(cost, costs).ns();

        return now == 0 ? of(Distribution.constant(Math.round(ns))) : times(costs.time(cost), ns / now);
    }

    /** Returns a cost times a factor; list registers are whole, and there is at least one. */
    static Value times(final Cost cost, final CostModel costs, final double factor)
    {
        if (cost.isTime())
        {
            return times(costs.time(cost), factor);
        }
        final long registers = Math.max(1, Math.min(Cost.LR_LIMIT_MAX, Math.round(costs.lrLimit() * factor)));

        return new Value(Long.toString(registers), registers);
    }

    private static Value of(final Distribution time)
    {
        return new Value(time.text(), time.meanNs());
    }

    /** Returns a time by a factor. */
    static Value times(final Distribution time, final double factor)
    {
        if (time instanceof Distribution.Constant constant)
        {
            return of(Distribution.constant(scaled(constant.ns(), factor)));
        }
        if (time instanceof Distribution.Uniform uniform)
        {
            return of(new Distribution.Uniform(scaled(uniform.fromNs(), factor), scaled(uniform.toNs(), factor)));
        }
        if (time instanceof Distribution.Exponential exponential)
        {
            return of(new Distribution.Exponential(scaled(exponential.ns(), factor)));
        }
        if (time instanceof Distribution.Lognormal lognormal)
        {
            return of(new Distribution.Lognormal(scaled(lognormal.medianNs(), factor), lognormal.sigma()));
        }
        if (time instanceof Distribution.Pareto pareto)
        {
            return of(new Distribution.Pareto(pareto.alpha(), Math.max(1, scaled(pareto.minNs(), factor)),
                Math.max(1, scaled(pareto.capNs(), factor))));
        }
        if (time instanceof Distribution.Window window)
        {
            final long maxNs = scaled(window.maxNs(), factor);

            return of(new Distribution.Window(
                maxNs, window.grow(), Math.min(window.startNs(), maxNs), window.shrink()));
        }
        final Distribution.Weighted weighted = (Distribution.Weighted)time;

        return of(new Distribution.Weighted(weighted.items().stream()
            .map(item -> new Distribution.Weighted.Item(scaled(item.ns(), factor), item.weight())).toList()));
    }

    private static long scaled(final long ns, final double factor)
    {
        return Math.min(Cost.LIMIT_NS, Math.round(ns * factor));
    }
}
