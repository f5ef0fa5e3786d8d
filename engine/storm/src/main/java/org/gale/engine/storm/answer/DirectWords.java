package org.gale.engine.storm.answer;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.gale.engine.storm.result.answer.Answer;
import org.gale.engine.storm.result.answer.BreakEvenText;
import org.gale.engine.storm.result.answer.Estimate;
import org.gale.engine.storm.result.answer.EstimateText;
import org.gale.engine.storm.topology.VpeidPolicy;

/** Answer about direct injection in words, made from its figures. Used once. */
final class DirectWords
{
    /** vCPUs for each PE of a host that is short of PEs. */
    static final int OVERCOMMIT = 4;
    /** End of the place of rows with moves. */
    static final String MOVING = " + moves";
    /** Word between an overcommit and the size of a large host. */
    static final String OF_HOST = " of ";

    private static final String ALL = "all direct";
    private static final String EVEN = "1:1";
    private static final String CONTENDED = OVERCOMMIT + ":1";

    /** Signs at both ends of the range of a cost that are known, and the same. */
    private static final Set<String> SURE = Set.of("++", "--");
    /** Base of the shares that a choice recovers. */
    private static final String SHARES = " of the worth of all direct, by the mean.";
    /** Costs whose break-even stands in the words. */
    private static final int COST_LIMIT = 3;

    private final Answer answer;
    private final int vcpus;
    private final int smallest;
    private final Set<String> guessed;
    private final List<String> lines = new ArrayList<>();

    /**
     * Makes the words.
     *
     * @param vcpus    of all VMs
     * @param smallest number of the vCPUs of the smallest VM
     * @param guessed  names of the costs that nobody has measured
     */
    DirectWords(final Answer answer, final int vcpus, final int smallest, final Set<String> guessed)
    {
        this.answer = answer;
        this.vcpus = vcpus;
        this.smallest = smallest;
        this.guessed = guessed;
    }

    /** Returns the lines. */
    List<String> lines()
    {
        if (answer.head().seeds().size() == 1)
        {
            lines.add("One seed has no interval: no difference can be shown, and each figure is that of one run.");
        }
        worth(EVEN);
        choice(Math.max(1, vcpus / 2));
        worth(CONTENDED);
        moves();
        large();
        breakEven();
        breakEvenIo();
        measureFirst();
        overloaded();

        return lines;
    }

    /** Says what direct injection of all vCPUs is worth. */
    private void worth(final String overcommit)
    {
        final Answer.AnswerRow all = row(ALL, -1, overcommit);
        final Answer.AnswerRow none = row(VpeidPolicy.NONE.label(), 0, overcommit);
        final String where = overcommit.equals(EVEN) ? "With a PE for each vCPU" : "At " + overcommit;
        lines.addAll(IoWords.lines(
            where, none, all, answer.head().groups(), answer.range(overcommit, Ran.COMPLETIONS)));
        response(where, overcommit, none, all);
    }

    /** Says what direct injection is worth while events change their vCPU all the time. */
    private void moves()
    {
        final String place = EVEN + MOVING;
        final Answer.AnswerRow all = row(ALL, -1, place);
        if (all != null)
        {
            response("With a PE for each vCPU and moves of affinity", place,
                row(VpeidPolicy.NONE.label(), 0, place), all);
        }
    }

    /** Says what direct injection of all vCPUs is worth for the response. */
    private void response(final String where, final String place, final Answer.AnswerRow none,
        final Answer.AnswerRow all)
    {
        final Answer.AnswerFigure mean = all.figure(Ran.MEAN);
        final boolean isNoneOverloaded = none.figure(Ran.MEAN).isOverloaded();
        if (mean.isOverloaded() || isNoneOverloaded)
        {
            lines.add(where + ", the host is overloaded " + (!isNoneOverloaded ?
                "with all vCPUs direct, but not without direct injection: a loss, whose size follows the length of " +
                "the run." : mean.isOverloaded() ? "with and without direct injection: there is no worth." :
                "without direct injection, but not with all vCPUs direct: a gain, whose size follows the length of " +
                "the run."));
            return;
        }
        if (mean.worth() != null)
        {
            final String of = " the mean response of " +
                EstimateText.time(Estimate.of(none.figure(Ran.MEAN).value().value()));
            lines.add(where + ", direct injection of all vCPUs " + (!mean.worth().isShown() ?
                "shows no difference of" + of + ": " + EstimateText.time(mean.worth()) :
                verb(mean.worth()) + ' ' + EstimateText.size(mean.worth()) + preposition(mean.worth()) + of) +
                tail(all.figure(Ran.P99), mean.worth()) + BreakEvenText.over(
                answer.range(place, Ran.MEAN), mean.worth().isShown() && mean.worth().value() < 0) + '.');
        }
        final List<String> groups = new ArrayList<>();
        for (final String group : answer.head().groups())
        {
            final Estimate worth = all.figure(group + '.' + Ran.MEAN).worth();
            if (worth != null)
            {
                groups.add(group + ' ' + (worth.isShown() ? EstimateText.time(worth) :
                    "no difference shown, " + EstimateText.time(worth)));
            }
        }
        if (!groups.isEmpty())
        {
            lines.add("  Worth for the mean response, by group: " + String.join("; ", groups) + '.');
        }
        lines.addAll(PathWords.lines(none, all));
    }

    private static String verb(final Estimate worth)
    {
        return worth.value() > 0 ? "takes" : "adds";
    }

    private static String preposition(final Estimate worth)
    {
        return worth.value() > 0 ? " off" : " to";
    }

    private static String tail(final Answer.AnswerFigure figure, final Estimate mean)
    {
        final Estimate worth = figure.worth();

        return worth == null ? "" : !worth.isShown() ?
            "; of p99 no difference is shown, a worth of " + EstimateText.time(worth) :
            ", and " + (worth.value() * mean.value() > 0 ? "" : verb(worth) + ' ') + EstimateText.size(worth) +
            preposition(worth) + " p99";
    }

    /** Says what selection and granularity are worth with a pool. */
    private void choice(final int pool)
    {
        final Answer.AnswerRow boot = row(VpeidPolicy.VM_BY_BOOT.label(), pool, EVEN);
        final Answer.AnswerRow load = row(VpeidPolicy.VM_BY_LOAD.label(), pool, EVEN);
        final Answer.AnswerRow single = row(VpeidPolicy.VCPU_BY_LOAD.label(), pool, EVEN);
        if (boot == null || load == null || single == null || boot.figure(Ran.MEAN).worth() == null)
        {
            return;
        }
        if (boot.figure(Ran.MEAN).recovered() == null)
        {
            lines.add("Direct injection itself shows no difference of the mean, so that no share of it is recovered.");
        }
        else
        {
            final boolean isAnyVm = smallest <= pool;
            lines.add("With vPEIDs for half of the vCPUs (" + pool + ", boot order " + answer.head().order() + "), " +
                (isAnyVm ? "whole VMs recover " + byBootAndLoad(boot, load) + "; single vCPUs recover " :
                "no VM fits, since the smallest has " + smallest + " vCPUs. Single vCPUs recover ") +
                byBootAndLoad(row(VpeidPolicy.VCPU_BY_BOOT.label(), pool, EVEN), single) + SHARES);
        }
        lines.add("  Selection (vm-by-load over vm-by-boot): " + (smallest <= pool ?
            step(pool, Answer.Step.SELECTION) : "there is no choice of VMs") +
            ". Granularity (vcpu-by-load over vm-by-load): " + step(pool, Answer.Step.GRANULARITY) + '.');
    }

    /** Says what pools of a large host recover. */
    private void large()
    {
        final String place = answer.rows().stream().map(row -> row.labels().get(3))
            .filter(label -> label.contains(OF_HOST)).findFirst().orElse(null);
        if (place == null)
        {
            return;
        }
        worth(place);
        final List<String> pools = answer.rows().stream().filter(row -> row.labels().get(3).equals(place) &&
            row.labels().get(0).equals(VpeidPolicy.VM_BY_LOAD.label())).map(row -> row.labels().get(1)).toList();
        for (final String pool : pools)
        {
            final int size = Integer.parseInt(pool);
            final Answer.AnswerRow boot = row(VpeidPolicy.VM_BY_BOOT.label(), size, place);
            final Answer.AnswerRow load = row(VpeidPolicy.VM_BY_LOAD.label(), size, place);
            if (boot.figure(Ran.MEAN).recovered() != null && load.figure(Ran.MEAN).recovered() != null)
            {
                lines.add("  A pool of " + pool + " recovers, whole VMs at a time, " + byBootAndLoad(boot, load) +
                    SHARES);
            }
        }
    }

    private static String byBootAndLoad(final Answer.AnswerRow boot, final Answer.AnswerRow load)
    {
        return EstimateText.percent(boot.figure(Ran.MEAN).recovered()) + " in boot order and " +
            EstimateText.percent(load.figure(Ran.MEAN).recovered()) + " by load";
    }

    private String step(final int pool, final String name)
    {
        final Estimate mean = answer.step(name, Integer.toString(pool), Ran.MEAN);
        final Estimate tail = answer.step(name, Integer.toString(pool), Ran.P99);

        return part("the mean", mean) + (tail == null ? "" : ", " + part("p99", tail));
    }

    private static String part(final String what, final Estimate worth)
    {
        return worth == null ? "no figure of " + what : worth.isShown() ? EstimateText.time(worth) + " of " + what :
            "no difference shown of " + what + ", " + EstimateText.time(worth);
    }

    /** Says at which costs the sign changes. */
    private void breakEven()
    {
        final List<String> figures = new ArrayList<>();
        for (final String figure : List.of(Ran.MEAN, Ran.P99))
        {
            final List<String> costs = answer.breakEven().stream()
                .filter(one -> one.isCrossing() && one.figure().equals(figure))
                .filter(one -> one.fromNs() != null || one.toNs() != null).limit(COST_LIMIT).map(one ->
                one.cost() + ' ' + BreakEvenText.span(one) + " (now " + EstimateText.time(one.nowNs()) + ')').toList();
            if (!costs.isEmpty())
            {
                final String of = figure.equals(Ran.MEAN) ? "of the mean at " : "of p99 at ";
                figures.add(of + String.join(", ", costs));
            }
        }
        if (!answer.breakEven().isEmpty())
        {
            final boolean isKnown = answer.breakEven().stream().allMatch(one -> SURE.contains(one.signs()));
            lines.add(figures.isEmpty() ? "At " + CONTENDED + " no cost that was tried, from 1/16 of it to 16 times, " +
                (isKnown ? "changes the sign of the worth." : "is shown to change the sign of the worth.") :
                "At " + CONTENDED + " the sign changes: " + String.join("; ", figures) + '.');
        }
    }

    /** Says with which handlers, services, rates and depths completions change. */
    private void breakEvenIo()
    {
        for (final String place : List.of(EVEN, CONTENDED))
        {
            final List<String> levels = new ArrayList<>();
            final List<Answer.IoBreakEven> rows =
                answer.breakEvenIo().stream().filter(one -> one.place().equals(place)).toList();
            rows.stream().map(Answer.IoBreakEven::level).distinct().forEach(level ->
            {
                final List<String> found = rows.stream().filter(one -> one.level() == level && one.isCrossing())
                    .filter(one -> one.from() != null || one.to() != null)
                    .map(one -> one.property() + ' ' + BreakEvenText.span(one)).toList();
                levels.add("by " + EstimateText.percent(Estimate.of(level)) + ": " +
                    (found.isEmpty() ? "none that was tried" : String.join(", ", found)));
            });
            if (!levels.isEmpty())
            {
                lines.add((place.equals(EVEN) ? "With a PE for each vCPU" : "At " + place) +
                    ", properties at which all direct vCPUs change completions a second " + String.join("; ", levels) +
                    '.');
            }
        }
    }

    /**
     * Says which guessed costs a user measures first on the host that the answer is for, and what is asked with more
     * runs. A cost that is known narrows no range.
     */
    private void measureFirst()
    {
        final List<String> costs = new ArrayList<>();
        for (final String place : List.of(EVEN, CONTENDED))
        {
            answer.sensitivity().stream()
                .filter(one -> one.place().equals(place) && one.change().isShown() && guessed.contains(one.cost()))
                .findFirst().ifPresent(one -> costs.add(one.cost() + " (" + place + ')'));
        }

        if (!costs.isEmpty())
        {
            lines.add("Measure first on a host: " + String.join(", ", costs) + '.');
        }
        if (answer.breakEven().isEmpty())
        {
            lines.add(
                "The option 'full' finds the costs at which the worth changes its sign, and the loads at which " +
                "completions differ.");
        }
    }

    private void overloaded()
    {
        final Set<String> parts = new LinkedHashSet<>();
        for (final Answer.AnswerRow row : answer.rows())
        {
            final Set<String> groups = row.figures().stream().filter(Answer.AnswerFigure::isOverloaded)
                .map(figure -> Study.prefix(figure.name())).filter(prefix -> !prefix.isEmpty())
                .map(prefix -> prefix.substring(0, prefix.length() - 1))
                .collect(Collectors.toCollection(LinkedHashSet::new));
            final boolean isAll = row.figures().stream().anyMatch(
                figure -> figure.isOverloaded() && Study.prefix(figure.name()).isEmpty());
            if (isAll || !groups.isEmpty())
            {
                parts.add((groups.isEmpty() ? "all" : String.join(", ", groups)) + " with " + row.labels().get(0) +
                    (row.labels().get(1).equals("0") ? "" : ", pool " + row.labels().get(1)) + ", at " +
                    row.labels().get(3));
            }
        }
        lines.add(parts.isEmpty() ? "Nothing is overloaded." :
            "Overloaded (queues grow, or handlers and host take a PE), so that percentiles say nothing: " +
            String.join("; ", parts.stream().limit(4).toList()) +
            (parts.size() > 4 ? " and " + (parts.size() - 4) + " more" : "") + '.');
    }

    private Answer.AnswerRow row(final String policy, final int pool, final String overcommit)
    {
        return answer.rows().stream().filter(row -> row.labels().get(0).equals(policy) &&
            (pool < 0 || row.labels().get(1).equals(Integer.toString(pool))) &&
            row.labels().get(3).equals(overcommit) &&
            (row.labels().get(2).equals("-") || row.labels().get(2).equals(answer.head().order())))
            .findFirst().orElse(null);
    }
}
