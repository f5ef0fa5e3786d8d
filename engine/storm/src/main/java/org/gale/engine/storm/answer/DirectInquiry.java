package org.gale.engine.storm.answer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.gale.engine.config.NumberText;
import org.gale.engine.storm.result.answer.Answer;
import org.gale.engine.storm.result.answer.Estimate;
import org.gale.engine.storm.result.answer.Steadiness;
import org.gale.engine.storm.scenario.Cost;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.storm.scenario.VmShape;
import org.gale.engine.storm.topology.BootOrder;
import org.gale.engine.storm.topology.VcpuLoads;
import org.gale.engine.storm.topology.VpeidPolicy;

/**
 * Inquiry into direct injection: what it is worth, and what choosing some vCPUs recovers of that when vPEIDs are few.
 * Used once, by one thread.
 */
public final class DirectInquiry
{
    /** Seeds of sensitivity and break-even. */
    static final int FEW_SEEDS = 3;

    /** Boot orders that differ by seed. */
    public static final String DRAWN = "drawn";
    /** Boot order of the job. */
    public static final String LISTED = "as listed";

    private static final String LOUDEST = "loudest first";
    private static final List<String> KEYS = List.of("policy", "pool", "order", "at");
    private static final List<String> FIXED =
        List.of(LISTED, LOUDEST, "quietest first");
    private static final String ALL = "all direct";
    private static final String NO_ORDER = "-";
    private static final String CHOICES = "policies and pools";
    private static final String CONTENDED = "overcommit 4:1";
    private static final String MOVES = "affinity moves";
    /** Events from one move of affinity to the next. */
    private static final long MOVE_DISTANCE = 1000;
    private static final long LEAST_MOVES = 10;
    private static final String PES = "machine.pes";
    private static final String WIDER = "loads and overcommit";
    private static final String LARGE = "pools of a large host";
    private static final int LARGE_VCPUS = 1024;
    /** PEs of a host, at most. */
    private static final int PE_LIMIT = 512;
    /** Hosts of the job whose VMs a large host has, at most. */
    private static final int TIMES_LIMIT = 16;
    /** Events of a run of a large host, at most. */
    private static final long LARGE_EVENTS = 50_000;
    private static final List<Integer> LARGE_POOLS = List.of(32, 512);
    private static final List<Double> LOADS = List.of(0.5, 1.0, 2.0);
    private static final List<Integer> OVERCOMMITS = List.of(1, 2, DirectWords.OVERCOMMIT);
    /** Runs that sensitivity is expected to have. */
    private static final int EXPECTED_OF_COSTS = 300;

    private final Host host;
    private final Map<String, String> sized;                        // values of keys of a larger host
    private final Runner runner;
    private final Study study;
    private final List<Long> seeds;
    private final List<String> groups;
    private final String order;
    private final List<Answer.AnswerRow> rows = new ArrayList<>();
    private final Map<List<String>, List<Ran>> ran = new LinkedHashMap<>();
    private Map<Long, VcpuLoads> loads = Map.of();

    /**
     * @param order that the first lines are of
     */
    public DirectInquiry(final Host host, final Runner runner, final List<Long> seeds, final List<String> groups,
        final String order)
    {
        this(host, Map.of(), runner, seeds, groups, order);
    }

    private DirectInquiry(final Host host, final Map<String, String> sized, final Runner runner,
        final List<Long> seeds, final List<String> groups, final String order)
    {
        this.host = host;
        this.sized = Map.copyOf(sized);
        this.runner = runner;
        this.seeds = List.copyOf(seeds);
        this.order = order;
        this.groups = List.copyOf(groups);
        this.study = new Study(runner, seeds, groups);
    }

    /** Choice of vCPUs, under a load. */
    private record Choice(VpeidPolicy policy, int pool, String order, int overcommit, double load,
        long moveDistance)
    {
        Choice(final VpeidPolicy policy, final int pool, final String order, final int overcommit, final double load)
        {
            this(policy, pool, order, overcommit, load, 0);
        }

        /** Returns this choice with a move of affinity after so many events. */
        Choice moving(final long distance)
        {
            return new Choice(policy, pool, order, overcommit, load, distance);
        }

        List<String> labels(final int vcpus)
        {
            final boolean isAll = policy != VpeidPolicy.NONE && pool == vcpus;

            return List.of(isAll ? ALL : policy.label(), policy == VpeidPolicy.NONE ? "0" : Integer.toString(pool),
                isAll || !isByBoot(policy) ? NO_ORDER : order,
                overcommit + ":1" + (load == 1 ? "" : " \u00d7 " + load) +
                (moveDistance > 0 ? DirectWords.MOVING : ""));
        }
    }

    /**
     * Finds the answer.
     *
     * @param isFull true for more loads, more overcommit, a large host, and where signs change
     * @param extent of the range over costs
     */
    public Answer ask(final Answer.Head head, final boolean isFull, final CostRange.Extent extent)
    {
        final int vcpus = host.vcpus();
        final Choice none = new Choice(VpeidPolicy.NONE, 0, order, 1, 1);
        final Choice all = new Choice(VpeidPolicy.VCPU_BY_BOOT, vcpus, order, 1, 1);
        runner.expect(seeds.size() * 24 + EXPECTED_OF_COSTS + 4 * extent.draws());
        final Steadiness steadiness = new Stationarity(study, seeds.size()).settle(List.of(
            tested(CHOICES, none), tested(CHOICES, all), tested(CONTENDED, contended(vcpus).get(0)),
            tested(CONTENDED, contended(vcpus).get(1))));
        final List<Ran> base = study.run(CHOICES, List.of(values(none, Map.of())), seeds.size()).get(0);
        loads = loads(base);
        final List<Choice> choices = new ArrayList<>(List.of(none, all));
        for (final int pool : pools(vcpus))
        {
            choices.addAll(policies(pool, 1, 1));
        }
        rows(CHOICES, choices, none, all);
        rows(CONTENDED, contended(vcpus), contended(vcpus).get(0), contended(vcpus).get(1));
        if (smallest() > 1)
        {
            final long distance = Math.max(1, Math.min(MOVE_DISTANCE, extent.events() / LEAST_MOVES));
            moving(Stream.of(none, all, new Choice(VpeidPolicy.VCPU_BY_LOAD, Math.max(1, vcpus / 2), order, 1, 1))
                .map(choice -> choice.moving(distance)).toList());
        }
        if (isFull)
        {
            wider(vcpus);
            rows.addAll(ofLargeHost(extent.events()));
        }
        final CostStudy costs = new CostStudy(host, study, Math.min(FEW_SEEDS, seeds.size()));
        final List<Answer.Sensitivity> sensitivity = new ArrayList<>();
        final List<CostStudy.Pair> pairs = new ArrayList<>();
        for (final List<Choice> both : List.of(List.of(none, all), contended(vcpus)))
        {
            final Choice without = both.get(0);
            final Choice direct = both.get(1);
            final CostStudy.Pair pair = new CostStudy.Pair(without.overcommit + ":1",
                changes -> values(without, changes), changes -> values(direct, changes));
            pairs.add(pair);
            sensitivity.addAll(costs.sensitivity(pair, counts(without), counts(direct)));
        }
        sensitivity.sort((a, b) -> Double.compare(Math.abs(b.change().value()), Math.abs(a.change().value())));
        final List<Answer.BreakEven> breakEven =
            isFull ? costs.breakEven(pairs.get(1), sensitivity) : List.of();
        final List<Answer.IoBreakEven> breakEvenIo = isFull ?
            new IoStudy(host, study, Math.min(FEW_SEEDS, seeds.size())).of(pairs) : List.of();
        final List<Answer.Range> ranges = new CostRange(host, study, seeds.get(0), extent).of(pairs);
        final Answer found = new Answer(head.with(order), List.of(), KEYS, rows, steps(vcpus),
            new Answer.OfCosts(sensitivity, breakEven, breakEvenIo, ranges), runner.works(),
            steadiness.with(runner.warmUp()));

        final Set<String> guessed = host.spent().stream().filter(host.costs()::isGuessed).map(Cost::label)
            .collect(Collectors.toSet());

        return found.with(new DirectWords(found, vcpus, smallest(), guessed).lines());
    }

    private Stationarity.Choice tested(final String part, final Choice choice)
    {
        return new Stationarity.Choice(part, labels(choice), values(choice, Map.of()));
    }

    /** Returns the vCPUs of the smallest VM. */
    private int smallest()
    {
        return host.shape().groups().stream().mapToInt(VmShape::vpes).min().orElseThrow();
    }

    /** Returns what selection and granularity are worth, for each figure. */
    private List<Answer.Step> steps(final int vcpus)
    {
        final List<Answer.Step> steps = new ArrayList<>();
        for (final int pool : pools(vcpus))
        {
            final List<Ran> boot = ranOf(VpeidPolicy.VM_BY_BOOT, pool);
            final List<Ran> load = ranOf(VpeidPolicy.VM_BY_LOAD, pool);
            final List<Ran> single = ranOf(VpeidPolicy.VCPU_BY_LOAD, pool);
            for (final String figure : study.figures())
            {
                add(steps, Answer.Step.SELECTION, pool, figure, Study.worth(boot, load, figure));
                add(steps, Answer.Step.GRANULARITY, pool, figure, Study.worth(load, single, figure));
            }
        }

        return steps;
    }

    private static void add(final List<Answer.Step> steps, final String name, final int pool, final String figure,
        final Estimate worth)
    {
        if (worth != null)
        {
            steps.add(new Answer.Step(name, Integer.toString(pool), figure, worth));
        }
    }

    private List<Ran> ranOf(final VpeidPolicy policy, final int pool)
    {
        return ran.get(labels(new Choice(policy, pool, order, 1, 1)));
    }

    /** Returns the pools that are not for all. */
    private static List<Integer> pools(final int vcpus)
    {
        return List.of(vcpus / 2, vcpus / 4).stream().map(size -> Math.max(1, size)).distinct()
            .filter(size -> size < vcpus).toList();
    }

    private static List<Choice> contended(final int vcpus)
    {
        return List.of(new Choice(VpeidPolicy.NONE, 0, DRAWN, DirectWords.OVERCOMMIT, 1),
            new Choice(VpeidPolicy.VCPU_BY_BOOT, vcpus, DRAWN, DirectWords.OVERCOMMIT, 1));
    }

    /** Returns the policies of a pool that is not for all; those by boot in each order, that of the words first. */
    private List<Choice> policies(final int pool, final int overcommit, final double load)
    {
        final List<String> orders = new ArrayList<>(List.of(order));
        if (overcommit == 1 && load == 1 && sized.isEmpty())
        {
            orders.addAll(FIXED.stream().filter(one -> !one.equals(order)).toList());
            orders.addAll(order.equals(DRAWN) ? List.of() : List.of(DRAWN));
        }
        final List<Choice> choices = new ArrayList<>();
        for (final VpeidPolicy policy : VpeidPolicy.values())
        {
            for (final String one : policy == VpeidPolicy.NONE ? List.<String>of() : isByBoot(policy) ? orders :
                List.of(order))
            {
                choices.add(new Choice(policy, pool, one, overcommit, load));
            }
        }

        return choices;
    }

    /** Adds rows of choices whose events change their vCPU all the time, direct ones and others. */
    private void moving(final List<Choice> choices)
    {
        rows(MOVES, choices, choices.get(0), choices.get(1));
    }

    private void wider(final int vcpus)
    {
        for (final int overcommit : OVERCOMMITS)
        {
            for (final double load : LOADS)
            {
                if (overcommit != 1 || load != 1)
                {
                    final Choice none = new Choice(VpeidPolicy.NONE, 0, order, overcommit, load);
                    final Choice all = new Choice(VpeidPolicy.VCPU_BY_BOOT, vcpus, order, overcommit, load);
                    final List<Choice> choices = new ArrayList<>(List.of(none, all));
                    choices.addAll(policies(Math.max(1, vcpus / 2), overcommit, load));
                    rows(WIDER, choices, none, all);
                }
            }
        }
    }

    /** Returns the rows of a host with the VMs of this one several times; none if this one is too large for that. */
    private List<Answer.AnswerRow> ofLargeHost(final long events)
    {
        final int times = Math.min(TIMES_LIMIT, LARGE_VCPUS / host.vcpus());
        if (times < 2)
        {
            return List.of();
        }
        final Map<String, String> values = new LinkedHashMap<>(host.times(times));
        values.put(StormSettings.COUNT.name(), Long.toString(Math.min(LARGE_EVENTS, times * events)));
        final int overcommit = (host.vcpus() * times + PE_LIMIT - 1) / PE_LIMIT;
        final Map<String, String> planned = new LinkedHashMap<>(values);
        planned.put(PES, Integer.toString(host.vcpus() * times / overcommit));

        return new DirectInquiry(runner.host(planned), values, runner, seeds, groups, order).largePools(overcommit);
    }

    /** Returns the rows of pools as hosts have them. */
    private List<Answer.AnswerRow> largePools(final int overcommit)
    {
        final int vcpus = host.vcpus();
        final Choice none = new Choice(VpeidPolicy.NONE, 0, order, overcommit, 1);
        final Choice all = new Choice(VpeidPolicy.VCPU_BY_BOOT, vcpus, order, overcommit, 1);
        loads = loads(study.run(LARGE, List.of(values(none, Map.of())), seeds.size()).get(0));
        final List<Choice> choices = new ArrayList<>(List.of(none, all));
        LARGE_POOLS.stream().filter(pool -> pool < vcpus)
            .forEach(pool -> choices.addAll(policies(pool, overcommit, 1)));
        rows(LARGE, choices, none, all);

        return rows;
    }

    /** Returns the labels of a choice; those of a large host name its size. */
    private List<String> labels(final Choice choice)
    {
        final List<String> labels = new ArrayList<>(choice.labels(host.vcpus()));
        final int place = labels.size() - 1;
        labels.set(place, labels.get(place) +
            (sized.isEmpty() ? "" : DirectWords.OF_HOST + NumberText.counted(host.vcpus(), "vCPU")));

        return List.copyOf(labels);
    }

    /** Runs choices, and adds their rows; those that were run before have one. */
    private void rows(final String part, final List<Choice> choices, final Choice none, final Choice all)
    {
        final List<List<Ran>> rans =
            study.run(part, choices.stream().map(choice -> values(choice, Map.of())).toList(), seeds.size());
        final List<Ran> base = rans.get(choices.indexOf(none));
        final List<Ran> best = rans.get(choices.indexOf(all));
        for (int i = 0; i < choices.size(); i++)
        {
            final Choice choice = choices.get(i);
            final List<String> labels = labels(choice);
            if (ran.putIfAbsent(labels, rans.get(i)) == null)
            {
                rows.add(study.row(labels, rans.get(i), choice.equals(none) ? null : base,
                    choice.equals(none) || choice.equals(all) ? null : best));
            }
        }
    }

    /** Returns the mean counts of the runs of a choice, by which costs that no run pays are left out. */
    private Map<String, Long> counts(final Choice choice)
    {
        return ran.get(labels(choice)).stream().flatMap(one -> one.counts().entrySet().stream())
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, Long::sum));
    }

    private Map<Long, VcpuLoads> loads(final List<Ran> base)
    {
        final Map<Long, VcpuLoads> all = new LinkedHashMap<>();
        IntStream.range(0, seeds.size()).forEach(
            i -> all.put(seeds.get(i), new VcpuLoads(host.shape(), base.get(i).taken())));

        return all;
    }

    /** Returns whether a policy gives vPEIDs in boot order alone. */
    private static boolean isByBoot(final VpeidPolicy policy)
    {
        return policy != VpeidPolicy.NONE && !policy.isByLoad();
    }

    private BootOrder order(final String name, final long seed)
    {
        return switch (name)
        {
            case DRAWN -> BootOrder.drawn(host.shape(), seed);
            case LISTED -> BootOrder.listed(host.shape());
            case LOUDEST -> BootOrder.loudestFirst(host.shape(), loads.get(seed));
            default -> BootOrder.quietestFirst(host.shape(), loads.get(seed));
        };
    }

    private Study.Values values(final Choice choice, final Map<String, String> changes)
    {
        return seed ->
        {
            final Map<String, String> values = new LinkedHashMap<>(host.scaled(choice.load));
            values.putAll(sized);
            values.put(PES, Integer.toString(Math.max(1, host.vcpus() / choice.overcommit)));
            if (choice.policy == VpeidPolicy.NONE)
            {
                values.put("machine.injection.policy", "none");
            }
            else
            {
                values.put("machine.injection.policy", "per-vcpu");
                values.put("machine.injection.vpeids", Integer.toString(choice.pool));
                values.put("machine.injection.vcpus", (choice.pool == host.vcpus() ? VpeidPolicy.all(host.shape()) :
                    choice.policy.vcpus(host.shape(), order(choice.order, seed), loads.get(seed), choice.pool)).text());
            }
            if (choice.moveDistance > 0)
            {
                values.put("machine.injection.moves", "1/" + choice.moveDistance);
            }
            changes.forEach((cost, text) -> values.put(cost, text));

            return values;
        };
    }
}
