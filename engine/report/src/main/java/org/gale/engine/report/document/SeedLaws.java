package org.gale.engine.report.document;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;

/**
 * Laws of the values of seeds in an answer as it is written: each value, worth, share, step and change follows from
 * them, with its interval. Fields are found by their names. Used once.
 */
final class SeedLaws
{
    private static final String VALUE = "value";
    private static final String FIGURES = "figures";
    private static final String NAME = "name";
    private static final String WORTH = "worth";
    private static final String OF_SEEDS = "of_seeds";
    private static final String CHANGE = "change";
    private static final String MEAN = "mean";
    /** Relative error of a mean, and of the end of an interval. */
    private static final double ERROR = 1e-6;
    /** Shares of paths, of which neither more nor fewer are better. */
    private static final Set<String> NEITHER = Set.of("forwarded_share", "woken_share", "waiting_share");

    private final JsonNode answer;
    private final List<String> faults = new ArrayList<>();

    private SeedLaws(final JsonNode answer)
    {
        this.answer = answer;
    }

    /** Returns the laws that an answer breaks, each with its numbers and their places. */
    static List<String> faults(final JsonNode answer)
    {
        final SeedLaws laws = new SeedLaws(answer);
        final JsonNode seeds = answer.path("head").path("seeds");
        for (int i = 1; i < seeds.size(); i++)
        {
            if (seeds.get(i).asLong() != seeds.get(0).asLong() + i)
            {
                laws.faults.add("/head/seeds/" + i + " is " + seeds.get(i) + ", and the first one " + seeds.get(0));
            }
        }
        final JsonNode rows = answer.path("rows");
        for (int row = 0; row < rows.size(); row++)
        {
            final JsonNode figures = rows.get(row).path(FIGURES);
            for (int i = 0; i < figures.size(); i++)
            {
                laws.figure(rows.get(row), figures.get(i), "/rows/" + row + "/figures/" + i);
            }
        }
        final JsonNode steps = answer.path("steps");
        for (int i = 0; i < steps.size(); i++)
        {
            laws.step(steps.get(i), "/steps/" + i + "/worth");
        }
        final JsonNode sensitivity = answer.path("sensitivity");
        for (int i = 0; i < sensitivity.size(); i++)
        {
            laws.sensitivity(sensitivity.get(i), "/sensitivity/" + i);
        }

        return laws.faults;
    }

    private void figure(final JsonNode row, final JsonNode figure, final String place)
    {
        final String name = figure.path(NAME).asText();
        final double[] own = numbers(figure.path(OF_SEEDS));
        least(figure, place);
        if (own == null)
        {
            return;
        }
        if (own.length != answer.path("head").path("seeds").size())
        {
            faults.add(place + "/of_seeds has " + own.length + " values of " +
                answer.path("head").path("seeds").size() + " seeds");
            return;
        }
        estimate(figure.path(VALUE), own, place + "/value");
        final JsonNode base = base(row);
        if (base.equals(row) && figure.path(WORTH).isObject())
        {
            faults.add(place + "/worth is " + figure.path(WORTH).path(VALUE) + " of what the others are compared with");
        }
        final double[] before = base.equals(row) ? null : seeds(base, name);
        final boolean isHigher = name.endsWith("completions_per_s");
        final double[] worth = before == null ? null : isHigher ? difference(own, before) : difference(before, own);
        if (worth != null && NEITHER.contains(name))
        {
            if (figure.path(WORTH).isObject())
            {
                faults.add(place + "/worth is " + figure.path(WORTH).path(VALUE) + " of what is no gain");
            }
        }
        else if (worth != null)
        {
            estimate(figure.path(WORTH), worth, place + "/worth");
        }
        if (figure.path(CHANGE).isObject() && worth != null)
        {
            ratio(figure.path(CHANGE), difference(own, before), before, place + "/change");
        }
        final double[] best = seeds(labelled(row, "all direct"), name);
        if (figure.path("recovered").isObject() && worth != null && best != null)
        {
            ratio(figure.path("recovered"), worth, isHigher ? difference(best, before) : difference(before, best),
                place + "/recovered");
        }
    }

    /** Checks the fewest samples of a seed. */
    private void least(final JsonNode figure, final String place)
    {
        long least = Long.MAX_VALUE;
        for (final JsonNode count : figure.path("samples"))
        {
            least = Math.min(least, count.asLong());
        }
        if (least != Long.MAX_VALUE && least != figure.path("least").asLong())
        {
            faults.add(place + "/least is " + figure.path("least") + ", and the fewest of its samples are " + least);
        }
    }

    /** Checks a step: selection is whole VMs by load over those by boot, granularity single vCPUs over whole VMs. */
    private void step(final JsonNode step, final String place)
    {
        final boolean isSelection = step.path(NAME).asText().equals("selection");
        final String figure = step.path("figure").asText();
        final double[] before = seeds(ofPolicy(isSelection ? "vm-by-boot" : "vm-by-load", step.path("pool")), figure);
        final double[] after = seeds(ofPolicy(isSelection ? "vm-by-load" : "vcpu-by-load", step.path("pool")), figure);
        if (before != null && after != null)
        {
            estimate(step.path(WORTH), difference(before, after), place);
        }
    }

    /** Checks a change of a cost: its worths, less those with the cost as it is. */
    private void sensitivity(final JsonNode change, final String place)
    {
        final double[] worths = numbers(change.path(OF_SEEDS));
        if (worths == null)
        {
            return;
        }
        estimate(change.path(WORTH), worths, place + "/worth");
        double[] now = seeds(answer.path("rows").path(0), MEAN);
        if (isDirect())
        {
            final double[] none = seeds(at(change.path("place"), "none"), MEAN);
            final double[] all = seeds(at(change.path("place"), "all direct"), MEAN);
            now = none == null || all == null ? null : difference(none, all);
        }
        if (now != null && worths.length <= now.length)
        {
            estimate(change.path(CHANGE), difference(worths, now), place + "/change");
        }
    }

    /** Checks a mean with its interval. */
    private void estimate(final JsonNode written, final double[] values, final String place)
    {
        final double mean = StudentInterval.mean(values);
        double scale = 1e-9;
        for (final double value : values)
        {
            scale = Math.max(scale, Math.abs(value));
        }
        equal(written.path(VALUE), mean, scale, place + "/value");
        if (values.length > 1)
        {
            final double half = StudentInterval.half(values);
            equal(written.path("low"), mean - half, scale + half, place + "/low");
            equal(written.path("high"), mean + half, scale + half, place + "/high");
        }
    }

    private void equal(final JsonNode written, final double counted, final double scale, final String place)
    {
        if (!written.isNumber() || Math.abs(written.asDouble() - counted) > ERROR * scale)
        {
            faults.add(place + " is " + (written.isMissingNode() ? "none" : written) +
                ", and by the values of the seeds " + counted);
        }
    }

    /**
     * Checks a ratio, the share of a worth or a change: at each end {@code r} of its interval, the mean of
     * {@code part - r * whole} is as far from 0 as its own interval reaches.
     */
    private void ratio(final JsonNode share, final double[] part, final double[] whole, final String place)
    {
        equal(share.path(VALUE), StudentInterval.mean(part) / StudentInterval.mean(whole),
            Math.max(1, Math.abs(share.path(VALUE).asDouble())), place + "/value");
        for (final String end : List.of("low", "high"))
        {
            final double ratio = share.path(end).asDouble();
            final double[] rest = new double[part.length];
            double scale = 0;
            for (int i = 0; i < rest.length; i++)
            {
                rest[i] = part[i] - ratio * whole[i];
                scale = Math.max(scale, Math.max(Math.abs(part[i]), Math.abs(ratio * whole[i])));
            }
            final double reach = StudentInterval.half(rest);
            if (Math.abs(Math.abs(StudentInterval.mean(rest)) - reach) > 1e-3 * (scale + reach))
            {
                faults.add(place + '/' + end + " is " + share.path(end) + ", where the rest is " +
                    StudentInterval.mean(rest) + " and its interval reaches " + reach);
            }
        }
    }

    private boolean isDirect()
    {
        return answer.path("head").path("question").asText().equals("direct");
    }

    /** Returns the row that the worth of a row is over. */
    private JsonNode base(final JsonNode row)
    {
        return isDirect() ? labelled(row, "none") :
            answer.path("head").path("question").asText().equals("vary") ? like(row) : answer.path("rows").path(0);
    }

    /** Returns the row of the first value of the first key at the other values of a row. */
    private JsonNode like(final JsonNode row)
    {
        final ArrayNode wanted = row.path("labels").deepCopy();
        wanted.set(0, answer.path("rows").path(0).path("labels").path(0));
        for (final JsonNode other : answer.path("rows"))
        {
            if (other.path("labels").equals(wanted))
            {
                return other;
            }
        }

        return answer.path("none");
    }

    /** Returns the row of a policy at the place of another one. */
    private JsonNode labelled(final JsonNode row, final String policy)
    {
        return isDirect() ? at(row.path("labels").path(3), policy) : answer.path("none");
    }

    private JsonNode at(final JsonNode place, final String policy)
    {
        for (final JsonNode row : answer.path("rows"))
        {
            if (row.path("labels").path(0).asText().equals(policy) &&
                row.path("labels").path(3).asText().equals(place.asText()))
            {
                return row;
            }
        }

        return answer.path("none");
    }

    /** Returns the row of a policy with a pool, in the boot order of the answer, with a PE for each vCPU. */
    private JsonNode ofPolicy(final String policy, final JsonNode pool)
    {
        for (final JsonNode row : answer.path("rows"))
        {
            final JsonNode labels = row.path("labels");
            final String order = labels.path(2).asText();
            if (labels.path(0).asText().equals(policy) && labels.path(1).equals(pool) &&
                (order.equals("-") || order.equals(answer.path("head").path("order").asText())) &&
                labels.path(3).asText().equals("1:1"))
            {
                return row;
            }
        }

        return answer.path("none");
    }

    /** Returns the values of the seeds of a figure of a row; null if it lacks them. */
    private static double[] seeds(final JsonNode row, final String name)
    {
        for (final JsonNode figure : row.path(FIGURES))
        {
            if (figure.path(NAME).asText().equals(name))
            {
                return numbers(figure.path(OF_SEEDS));
            }
        }

        return null;
    }

    private static double[] numbers(final JsonNode list)
    {
        if (list.isEmpty())
        {
            return null;
        }
        final double[] numbers = new double[list.size()];
        for (int i = 0; i < numbers.length; i++)
        {
            numbers[i] = list.get(i).asDouble();
        }

        return numbers;
    }

    /** Returns what each seed of the shorter list takes off. */
    private static double[] difference(final double[] before, final double[] after)
    {
        final double[] differences = new double[Math.min(before.length, after.length)];
        for (int i = 0; i < differences.length; i++)
        {
            differences[i] = before[i] - after[i];
        }

        return differences;
    }
}
