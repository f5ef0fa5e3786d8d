package org.gale.engine.storm.result.answer;

import java.util.ArrayList;
import java.util.List;

/**
 * Answer to a question about a host. Every worth is a difference of figures of which lower ones are better, so that a
 * gain is positive.
 *
 * @param head        that it was asked of
 * @param lines       the answer in words
 * @param keys        names of the labels of rows
 * @param rows        of the choices
 * @param steps       from one choice to another one
 * @param ofCosts     on what costs change
 * @param works       that were done
 * @param steadiness  of the runs
 */
public record Answer(Head head, List<String> lines, List<String> keys,
    List<AnswerRow> rows, List<Step> steps, OfCosts ofCosts, List<Work> works, Steadiness steadiness)
{
    /** Name and version of the form. */
    public static final String SCHEMA = "gale.answer/2";
    /** Question of keys that vary: the first one is the choice, its first value the baseline. */
    public static final String VARY = "vary";

    public Answer
    {
        lines = List.copyOf(lines);
        keys = List.copyOf(keys);
        rows = List.copyOf(rows);
        steps = List.copyOf(steps);
        works = List.copyOf(works);
    }

    /** Returns the question that was asked. */
    public String question()
    {
        return head.question;
    }

    /** Returns the labels after the choice, in which two rows that are compared agree; none where one key varies. */
    public List<String> circumstance(final List<String> labels)
    {
        return question().equals(VARY) ? labels.subList(1, labels.size()) : List.of();
    }

    /** Returns whether a second key varies, with whose values rows are compared with their like. */
    public boolean isGrid()
    {
        return question().equals(VARY) && keys.size() == 2;
    }

    /** Returns the baseline of the choices, in words. */
    public String baseline(final List<String> labels)
    {
        return question().equals(VARY) ? labels.get(0) : "the own setting";
    }

    /** Returns this answer in words, with a list of what is not steady at the end. */
    public Answer with(final List<String> words)
    {
        final List<String> all = new ArrayList<>(words);
        all.addAll(steadiness.lines());

        return new Answer(
            head, all, keys, rows, steps, ofCosts, works, steadiness);
    }

    /**
     * Head of an answer.
     *
     * @param question asked: {@code direct}, {@code overcommit} or {@code vary}
     * @param job     name of the job
     * @param costs   name of the costs
     * @param version of Gale
     * @param jdk     that ran it
     * @param cores   of the host
     * @param groups  of VMs, if there are several
     * @param seeds   of the runs
     * @param order   that the first lines are of, where VMs boot
     */
    public record Head(String question, String job, String costs, String version, String jdk, int cores,
        List<String> groups, List<Long> seeds, String order)
    {
        public Head with(final String other)
        {
            return new Head(question, job, costs, version, jdk, cores, groups, seeds, other);
        }
    }

    /**
     * Choice with its figures.
     *
     * @param labels  texts of the keys
     * @param figures by name
     */
    public record AnswerRow(List<String> labels, List<AnswerFigure> figures)
    {
        /** {@return the figure of a name, or null} */
        public AnswerFigure figure(final String name)
        {
            return figures.stream().filter(one -> one.name().equals(name)).findFirst().orElse(null);
        }
    }

    /**
     * Figure of a choice over the seeds.
     *
     * @param value     of it; null if a seed lacks it
     * @param worth     over the baseline; null of the baseline itself, and where one of both lacks the figure
     * @param change    from the baseline as a ratio of its value, below 0 where it is less; null without a worth, and
     *                  of one seed
     * @param recovered share of the worth of the best choice, as a ratio; null where that shows none
     * @param verdict   words on the group, where it is not below its capacity; null where it is
     * @param least     samples of a seed, the fewest; null of a figure of the host
     * @param ofSeeds   value of each seed, from which a reader finds all others; null if a seed lacks it
     * @param samples   of each seed; null of a figure of the host
     */
    public record AnswerFigure(
        String name, Estimate value, Estimate worth, Estimate change, Estimate recovered, String verdict, Long least,
        List<Double> ofSeeds, List<Long> samples)
    {
        /** Returns whether a percentile is that of those interrupts alone which did not merge. */
        public boolean isOverloaded()
        {
            return "overloaded".equals(verdict);
        }
    }

    /**
     * Worth of one choice over another one that is not the baseline.
     *
     * @param name   {@link #SELECTION} or {@link #GRANULARITY}
     * @param pool   size of the pool
     * @param figure that it is of
     */
    public record Step(String name, String pool, String figure, Estimate worth)
    {
        /** Worth of the loudest VMs over those that booted first. */
        public static final String SELECTION = "selection";
        /** Worth of single vCPUs over whole VMs. */
        public static final String GRANULARITY = "granularity";
    }

    /** {@return the worth of a step, or null} */
    public Estimate step(final String name, final String pool, final String figure)
    {
        return steps.stream().filter(one -> one.name().equals(name) && one.pool().equals(pool) &&
            one.figure().equals(figure)).map(Step::worth).findFirst().orElse(null);
    }

    /**
     * Change of an answer by another cost.
     *
     * @param place  that the runs were at, such as {@code 4:1}
     * @param now    text of the cost
     * @param other  text of the other one
     * @param worth  of the answer with it, mean response, ns
     * @param change of the worth by it
     * @param ofSeeds worth of each seed that was tried
     */
    public record Sensitivity(String cost, String place, String now, String other, Estimate worth, Estimate change,
        List<Double> ofSeeds)
    {
    }

    /**
     * Cost at which the worth of all direct vCPUs changes its sign.
     *
     * @param figure that changes it
     * @param nowNs  the cost, ns
     * @param fromNs nearest tried value at which the sign holds with its interval; the range's begin where none is
     * @param toNs   likewise on the other side
     * @param signs  of the worth at the ends of the range that was tried: +, − or 0 where none is shown
     * @param tried  values, ns, in ascending order
     * @param worths at these
     */
    public record BreakEven(String cost, String figure, double nowNs, Double fromNs, Double toNs, String signs,
        List<Double> tried, List<Estimate> worths)
    {
        /** Returns whether the sign changes between the ends. */
        public boolean isCrossing()
        {
            return signs.length() == 2 && signs.charAt(0) != signs.charAt(1) && signs.indexOf('0') < 0;
        }
    }

    /**
     * Place at which direct injection of all vCPUs changes completions a second by a level, upwards or downwards.
     *
     * @param place    that the runs were at
     * @param property of guests and devices that changes: {@code handler}, {@code service}, {@code rate} or
     *                 {@code depth}
     * @param level    of the change, as a ratio
     * @param now      different values of the host: means of times, ns, rates a second, or depths
     * @param from     nearest tried value below that shows its side of the level; null of none
     * @param to       likewise above
     * @param sides    of the level on both sides of the change, &lt; or &gt;; without one those at the ends of the
     *                 range that was tried, 0 where none is shown
     * @param tried    factors of all values, or depths, in ascending order
     * @param changes  of completions a second at these, as ratios
     */
    public record IoBreakEven(String place, String property, double level, List<Double> now, Double from, Double to,
        String sides, List<Double> tried, List<Estimate> changes)
    {
        /** Property of rates. */
        public static final String RATE = "rate";
        /** Property of depths, which are numbers where the others are factors. */
        public static final String DEPTH = "depth";

        /** Returns whether a change of the level lies within the range. */
        public boolean isCrossing()
        {
            return sides.equals("<>") || sides.equals("><");
        }
    }

    /**
     * Figures of an answer by the costs of the host, and by the properties of its guests and devices.
     *
     * @param sensitivity of the answer to each cost, the largest change first
     * @param breakEven   of costs, the most sensitive first
     * @param breakEvenIo of properties, by place
     * @param ranges      of worths over the costs that nobody has measured
     */
    public record OfCosts(List<Sensitivity> sensitivity, List<BreakEven> breakEven, List<IoBreakEven> breakEvenIo,
        List<Range> ranges)
    {
        public static final OfCosts NONE = new OfCosts(List.of(), List.of(), List.of(), List.of());

        public OfCosts
        {
            sensitivity = List.copyOf(sensitivity);
            breakEven = List.copyOf(breakEven);
            breakEvenIo = List.copyOf(breakEvenIo);
            ranges = List.copyOf(ranges);
        }
    }

    /** Returns the changes of the answer by each cost. */
    public List<Sensitivity> sensitivity()
    {
        return ofCosts.sensitivity;
    }

    /** Returns the costs at which a sign changes. */
    public List<BreakEven> breakEven()
    {
        return ofCosts.breakEven;
    }

    /** Returns the properties at which completions change by a level. */
    public List<IoBreakEven> breakEvenIo()
    {
        return ofCosts.breakEvenIo;
    }

    /** Returns the ranges of worths over costs. */
    public List<Range> ranges()
    {
        return ofCosts.ranges;
    }

    /**
     * Range of the worth of all direct vCPUs over costs that nobody has measured, each drawn from half to twice. It is
     * no interval of confidence: nobody knows how likely such costs are.
     *
     * @param place   that the runs were at
     * @param low     end that leaves out the least 2.5 % of the draws
     * @param high    end that leaves out the largest 2.5 %
     * @param ofDraws worth of each draw, in the order of the draws
     */
    public record Range(String place, String figure, double low, double high, List<Double> ofDraws)
    {
        public Range
        {
            ofDraws = List.copyOf(ofDraws);
        }
    }

    /** {@return the range of a figure at a place; null if no cost was drawn} */
    public Range range(final String place, final String figure)
    {
        return ofCosts.ranges.stream()
            .filter(one -> one.place().equals(place) && one.figure().equals(figure)).findFirst().orElse(null);
    }
}
