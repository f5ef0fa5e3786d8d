package org.gale.engine.storm.scenario;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.gale.engine.config.Quantity;
import org.gale.engine.storm.scenario.Setting.Group;

/** Settings that only a storm on the virtual clock has: costs of the host, and guests of a group of VMs. */
public final class VirtualSettings
{
    private static final long COUNT_MAX = 65_536;

    /** Prefix of the keys of costs. */
    public static final String COSTS = "costs.";

    public static final Setting<String> BASE = Setting.of("costs.base", Group.KEY,
        SettingType.words("BASE", CostModel.BASES))
        .help("With {clock} virtual: costs of the host, zero, armv8.0-split, armv8-vhe or gicv4-vhe; " +
        "costs.exit=900ns and so on give one in place of the base's; the command that lists profiles lists costs, " +
        "too. Default: gicv4-vhe of overcommit and direct, else armv8.0-split.");
    public static final Setting<Long> LR_LIMIT = Setting.of("costs.lr-limit", Group.KEY, SettingType.COUNT)
        .between(1, Cost.LR_LIMIT_MAX).help("");

    /** Setting of each cost that is a time, without a default: it follows from the base. */
    public static final Map<Cost, Setting<Distribution>> TIMES = times();

    /** Time that the handler of an interrupt takes. */
    public static final Setting<Distribution> HANDLER =
        Setting.of("handler", Group.PROFILE, time("T|DIST", "a handler")).defaultValue(Distribution.ZERO).help("");
    /** Priority mask of a guest. */
    public static final Setting<Long> MASK = Setting.of("mask", Group.PROFILE, SettingType.COUNT)
        .between(0, GuestShape.MASK_OPEN).defaultValue((long)GuestShape.MASK_OPEN).help("");
    /** Switch by which a guest keeps its PE for its slice. */
    public static final Setting<Boolean> WORK =
        Setting.of("work", Group.PROFILE, SettingType.SWITCH).defaultValue(false).help("");

    /** Switch by which a guest drops an interrupt that is in progress on another vCPU. */
    public static final Setting<Boolean> DROPS =
        Setting.of("drops", Group.PROFILE, SettingType.SWITCH).defaultValue(false).help("");

    /** Traps of a guest that waits for an interrupt. */
    public static final Setting<GuestShape.Wfi> WFI = Setting.of("wfi", Group.PROFILE, SettingType.words(
        GuestShape.Wfi.class, List.of(GuestShape.Wfi.values()), GuestShape.Wfi::label))
        .defaultValue(GuestShape.Wfi.AUTO).help("");

    /** Time from the end of a handler to the begin of its thread. */
    public static final Setting<Distribution> THREAD_WAKE = Setting.of("threaded.wake", Group.PROFILE,
        time("T|DIST", "a wake")).defaultValue(SoftirqRules.DEFAULT.wake()).help("");
    /** Time of the thread of an interrupt. */
    public static final Setting<Distribution> THREAD_WORK =
        Setting.of("threaded.work", Group.PROFILE, time("T|DIST", "a thread")).help("");

    /** Word by which handlers of a group of devices leave no work, whatever their guest has. */
    public static final Setting<LaterKind> LEAVES = Setting.of("leaves", Group.PROFILE,
        SettingType.words(LaterKind.class, List.of(LaterKind.NONE), kind -> "none")).help("");

    /** Time of the softirq of an interrupt. */
    public static final Setting<Distribution> SOFTIRQ_WORK =
        Setting.of("softirq.work", Group.PROFILE, time("T|DIST", "a softirq")).help("");
    /** Works, or packets, of a pass of softirqs. */
    public static final Setting<Long> SOFTIRQ_BUDGET = Setting.of("softirq.budget", Group.PROFILE, SettingType.COUNT)
        .between(1, COUNT_MAX).defaultValue(SoftirqRules.DEFAULT.budget()).help("");
    /** Time after which ksoftirqd takes over. */
    public static final Setting<Long> SOFTIRQ_LIMIT = Setting.of("softirq.limit", Group.PROFILE, SettingType.DURATION)
        .between(1, Cost.LIMIT_NS).defaultValue(SoftirqRules.DEFAULT.limitNs()).help("");
    /** Passes after which ksoftirqd takes over. */
    public static final Setting<Long> SOFTIRQ_RESTARTS =
        Setting.of("softirq.restarts", Group.PROFILE, SettingType.COUNT).between(1, COUNT_MAX)
        .defaultValue(SoftirqRules.DEFAULT.restarts()).help("");
    /** Time until ksoftirqd runs. */
    public static final Setting<Distribution> SOFTIRQ_WAKE = Setting.of("softirq.wake", Group.PROFILE,
        time("T|DIST", "a wake")).defaultValue(SoftirqRules.DEFAULT.wake()).help("");

    /** Time for which ksoftirqd and the own work of a guest have a vCPU in turn. */
    public static final Setting<Long> SOFTIRQ_SLICE = Setting.of("softirq.slice", Group.PROFILE, SettingType.DURATION)
        .between(1, Cost.LIMIT_NS).defaultValue(SoftirqRules.DEFAULT.sliceNs()).help("");

    /** Polls without a packet after which a NIC may interrupt again: {@code napi_defer_hard_irqs} of Linux. */
    public static final Setting<Long> SOFTIRQ_DEFER = Setting.of("softirq.defer", Group.PROFILE, SettingType.COUNT)
        .between(0, COUNT_MAX).defaultValue(SoftirqRules.DEFAULT.defer()).help("");
    /** Time after which a NIC is polled whose interrupts are deferred: {@code gro_flush_timeout} of Linux. */
    public static final Setting<Long> SOFTIRQ_FLUSH = Setting.of("softirq.flush", Group.PROFILE, SettingType.DURATION)
        .between(1, Cost.LIMIT_NS).help("");

    /** Period after which a guest moves its vectors. */
    public static final Setting<Long> AFFINITY_EVERY = Setting.of("affinity.every", Group.PROFILE, SettingType.DURATION)
        .between(Affinity.LEAST_NS, Affinity.MOST_NS).help("");
    /** Choice of the vCPUs that get vectors. */
    public static final Setting<Affinity.Policy> AFFINITY_POLICY = Setting.of("affinity.policy", Group.PROFILE,
        SettingType.words(Affinity.Policy.class, List.of(Affinity.Policy.values()), Affinity.Policy::label))
        .defaultValue(Affinity.NONE.policy()).help("");

    /** Order of the steps of a move. */
    public static final Setting<MoveOrder> AFFINITY_ORDER = Setting.of("affinity.order", Group.PROFILE,
        SettingType.words(MoveOrder.class, List.of(MoveOrder.values()), MoveOrder::label))
        .defaultValue(Affinity.NONE.order()).help("");

    /** Way of a move. */
    public static final Setting<Affinity.Way> AFFINITY_BY = Setting.of("affinity.by", Group.PROFILE,
        SettingType.words(Affinity.Way.class, List.of(Affinity.Way.values()), Affinity.Way::label))
        .defaultValue(Affinity.NONE.way()).help("");

    /** Period after which a vCPU of a guest goes offline. */
    public static final Setting<Long> OFFLINE_EVERY = Setting.of("affinity.offline.every", Group.PROFILE,
        SettingType.DURATION).between(Affinity.LEAST_NS, Affinity.MOST_NS).help("");
    /** Time for which it stays offline. */
    public static final Setting<Long> OFFLINE_FOR = Setting.of("affinity.offline.for", Group.PROFILE,
        SettingType.DURATION).between(Affinity.LEAST_NS, Affinity.MOST_NS).help("");
    /** Choice of vectors that do not move then, and are shut down: managed ones. */
    public static final Setting<Boolean> OFFLINE_MANAGED = Setting.of("affinity.offline.managed", Group.PROFILE,
        SettingType.SWITCH).defaultValue(false).help("");

    /** Settings of vCPUs that go offline. */
    public static final List<Setting<?>> OF_OFFLINE = List.of(OFFLINE_EVERY, OFFLINE_FOR, OFFLINE_MANAGED);
    /** Settings of the balancer of a guest. */
    public static final List<Setting<?>> OF_AFFINITY =
        List.of(AFFINITY_EVERY, AFFINITY_POLICY, AFFINITY_ORDER, AFFINITY_BY);
    /** Settings of softirqs. */
    public static final List<Setting<?>> OF_SOFTIRQS =
        List.of(SOFTIRQ_WORK, SOFTIRQ_BUDGET, SOFTIRQ_LIMIT, SOFTIRQ_RESTARTS, SOFTIRQ_WAKE, SOFTIRQ_SLICE,
        SOFTIRQ_DEFER, SOFTIRQ_FLUSH);
    /** Settings of threads. */
    public static final List<Setting<?>> OF_THREADS = List.of(THREAD_WAKE, THREAD_WORK);
    /** Settings of softirqs that a group of devices may have: the others are of a vCPU. */
    public static final List<Setting<?>> OF_DEVICE_SOFTIRQS = List.of(SOFTIRQ_WORK, SOFTIRQ_DEFER, SOFTIRQ_FLUSH);

    /** Settings of the whole storm, in the order in which a front end offers them. */
    public static final List<Setting<?>> ALL =
        Stream.concat(Stream.of(BASE), Stream.concat(TIMES.values().stream(), Stream.of(LR_LIMIT))).toList();
    /** Settings of a group of VMs. */
    public static final List<Setting<?>> OF_GUEST = Stream.of(List.of(HANDLER, MASK, WORK, DROPS, WFI), OF_SOFTIRQS,
        OF_THREADS, OF_AFFINITY, OF_OFFLINE).flatMap(List::stream).toList();

    private VirtualSettings()
    {
    }

    /**
     * Returns the costs that settings choose, the profile among them: without a base that of its kind of machine. A
     * cost that is that of the base is not from the job.
     */
    public static CostModel costs(final SettingValues given)
    {
        final CostModel base = given.has(BASE) ? CostModel.of(given.get(BASE)) :
            CostModel.of(HostKind.ofProfile(given.valueOrDefault(StormSettings.PROFILE)));
        CostModel costs = base;
        for (final Map.Entry<Cost, Setting<Distribution>> time : TIMES.entrySet())
        {
            if (given.has(time.getValue()))
            {
                final Distribution chosen = given.get(time.getValue());
                final boolean isOfBase = base.has(time.getKey()) && chosen.equals(base.time(time.getKey()));
                costs = isOfBase ? costs : costs.with(time.getKey(), chosen);
            }
        }
        final int registers = given.valueOr(LR_LIMIT, (long)base.lrLimit()).intValue();

        return registers == base.lrLimit() ? costs : costs.withLrLimit(registers);
    }

    /** Returns the value of every setting of costs. */
    public static SettingValues values(final CostModel costs)
    {
        SettingValues values = SettingValues.NONE.with(BASE, costs.base()).with(LR_LIMIT, (long)costs.lrLimit());
        for (final Map.Entry<Cost, Setting<Distribution>> time : TIMES.entrySet())
        {
            values = costs.has(time.getKey()) ? values.with(time.getValue(), costs.time(time.getKey())) : values;
        }

        return values;
    }

    /** Returns the guest that the settings of a group choose. */
    public static GuestShape guest(final SettingValues given)
    {
        return new GuestShape(
            given.valueOrDefault(HANDLER), given.valueOrDefault(MASK).intValue(), given.valueOrDefault(WORK),
            given.valueOrDefault(DROPS), given.valueOrDefault(WFI), later(given), softirqs(given), affinity(given));
    }

    private static Affinity affinity(final SettingValues given)
    {
        final Affinity.Offline offline =
            new Affinity.Offline(given.valueOr(OFFLINE_EVERY, 0L), given.valueOr(OFFLINE_FOR, 0L),
            given.valueOrDefault(OFFLINE_MANAGED));

        return new Affinity(given.valueOr(AFFINITY_EVERY, 0L), given.valueOrDefault(AFFINITY_POLICY),
            given.valueOrDefault(AFFINITY_ORDER), given.valueOrDefault(AFFINITY_BY), offline);
    }

    private static SoftirqRules softirqs(final SettingValues given)
    {
        return new SoftirqRules(given.valueOrDefault(SOFTIRQ_BUDGET), given.valueOrDefault(SOFTIRQ_LIMIT),
            given.valueOrDefault(SOFTIRQ_RESTARTS), given.valueOrDefault(SOFTIRQ_WAKE),
            given.valueOrDefault(SOFTIRQ_SLICE), given.valueOrDefault(SOFTIRQ_DEFER),
            given.valueOr(SOFTIRQ_FLUSH, 0L));
    }

    /** Returns whether a group of devices has a setting of the work that its handlers leave. */
    public static boolean hasLater(final SettingValues devices)
    {
        return devices.has(LEAVES) || OF_DEVICE_SOFTIRQS.stream().anyMatch(devices::has) ||
            OF_THREADS.stream().anyMatch(devices::has);
    }

    /** Returns the work that handlers of a group of devices leave; what that leaves out is that of its guest. */
    static LaterWork later(final SettingValues devices, final LaterWork ofGuest)
    {
        if (devices.has(LEAVES))
        {
            return LaterWork.NONE;
        }
        if (OF_DEVICE_SOFTIRQS.stream().anyMatch(devices::has))
        {
            return new LaterWork(LaterKind.SOFTIRQ, Distribution.ZERO, devices.valueOr(SOFTIRQ_WORK, ofGuest.work()));
        }
        if (OF_THREADS.stream().anyMatch(devices::has))
        {
            final boolean isOther = ofGuest.kind() != LaterKind.THREAD;

            return new LaterWork(LaterKind.THREAD,
                devices.valueOr(THREAD_WAKE, isOther ? THREAD_WAKE.defaultValue() : ofGuest.wake()),
                devices.valueOr(THREAD_WORK, ofGuest.work()));
        }

        return ofGuest;
    }

    /** Returns the work that the settings of a guest, or all of those of a group of devices, have handlers leave. */
    static LaterWork later(final SettingValues given)
    {
        if (given.has(SOFTIRQ_WORK))
        {
            return new LaterWork(LaterKind.SOFTIRQ, Distribution.ZERO, given.get(SOFTIRQ_WORK));
        }

        return given.has(THREAD_WORK) ? new LaterWork(LaterKind.THREAD,
            given.valueOrDefault(THREAD_WAKE), given.get(THREAD_WORK)) : LaterWork.NONE;
    }

    /** Returns the value of every setting of a guest; of drops, WFI, later work and balancer what is no default. */
    public static SettingValues values(final GuestShape guest)
    {
        final SettingValues values = SettingValues.NONE.with(HANDLER, guest.handler())
            .with(MASK, (long)guest.mask()).with(WORK, guest.isWorking());

        final SettingValues all = guest.drops() ? values.with(DROPS, true) : values;

        return (guest.wfi() == GuestShape.Wfi.AUTO ? all : all.with(WFI, guest.wfi())).withAll(later(guest))
            .withAll(values(guest.affinity()));
    }

    private static SettingValues values(final Affinity affinity)
    {
        final SettingValues balancer = affinity.hasBalancer() ? SettingValues.NONE
            .with(AFFINITY_EVERY, affinity.everyNs()).with(AFFINITY_POLICY, affinity.policy()) : SettingValues.NONE;
        final SettingValues values = affinity.hasOffline() ?
            balancer.with(OFFLINE_EVERY, affinity.offline().everyNs()).with(OFFLINE_FOR, affinity.offline().forNs()) :
            balancer;

        final SettingValues offline = affinity.offline().isManaged() ? values.with(OFFLINE_MANAGED, true) : values;
        final SettingValues all = affinity.way() == Affinity.Way.IAFFID ? offline :
            offline.with(AFFINITY_BY, affinity.way());

        return affinity.order() == MoveOrder.RIGHT ? all : all.with(AFFINITY_ORDER, affinity.order());
    }

    private static SettingValues later(final GuestShape guest)
    {
        final SoftirqRules rules = guest.softirqs();
        final SettingValues work = values(guest.later());

        return rules.equals(SoftirqRules.DEFAULT) && guest.later().kind() != LaterKind.SOFTIRQ ? work :
            work.with(SOFTIRQ_BUDGET, rules.budget()).with(SOFTIRQ_LIMIT, rules.limitNs())
            .with(SOFTIRQ_RESTARTS, rules.restarts()).with(SOFTIRQ_WAKE, rules.wake())
            .withAll(guest.isWorking() ? SettingValues.NONE.with(SOFTIRQ_SLICE, rules.sliceNs()) : SettingValues.NONE)
            .withAll(deferred(rules));
    }

    private static SettingValues deferred(final SoftirqRules rules)
    {
        return rules.defer() == 0 ? SettingValues.NONE :
            SettingValues.NONE.with(SOFTIRQ_DEFER, rules.defer()).with(SOFTIRQ_FLUSH, rules.flushNs());
    }

    /** Returns the value of every setting of the work that handlers leave. */
    static SettingValues values(final LaterWork later)
    {
        return switch (later.kind())
        {
            case NONE -> SettingValues.NONE;
            case THREAD -> SettingValues.NONE.with(THREAD_WAKE, later.wake()).with(THREAD_WORK, later.work());
            case SOFTIRQ -> SettingValues.NONE.with(SOFTIRQ_WORK, later.work());
        };
    }

    private static Map<Cost, Setting<Distribution>> times()
    {
        final Map<Cost, Setting<Distribution>> times = new EnumMap<>(Cost.class);
        for (final Cost cost : Cost.TIMES)
        {
            times.put(cost, Setting.of(COSTS + cost.label(), Group.KEY,
                cost.isFixed() ? fixed(cost) : time("T|DIST", "a cost")).help(""));
        }

        return Collections.unmodifiableMap(times);
    }

    private static SettingType<Distribution> fixed(final Cost cost)
    {
        return SettingType.tree(Distribution.class, "T", node ->
        {
            final Distribution read = limited(DistributionReader.window(node), node, "a cost");
            if (read instanceof Distribution.Constant || read instanceof Distribution.Window)
            {
                return read;
            }
            throw new IllegalArgumentException(
                "'" + FlowText.of(node) + "' is drawn, and " + cost.label() + " is one time or a window (try 200us, " +
                "or {max: 500us, grow: 2, start: 10us, shrink: 2})");
        }, Distribution::text);
    }

    /**
     * Returns the type of a setting whose values are times or distributions of times.
     *
     * @param label placeholder of a value
     * @param work  that takes the time, for messages
     */
    public static SettingType<Distribution> time(final String label, final String work)
    {
        return SettingType.tree(Distribution.class, label, node -> read(node, work), Distribution::text);
    }

    private static Distribution read(final JobNode node, final String work)
    {
        return limited(DistributionReader.read(node), node, work);
    }

    private static Distribution limited(final Distribution read, final JobNode node, final String work)
    {
        if (read.largestNs() > Cost.LIMIT_NS)
        {
            throw new IllegalArgumentException("'" + FlowText.of(node) + "' has a time above " +
                Quantity.durationText(Cost.LIMIT_NS) + ", the most of " + work + " (try 2us)");
        }

        return read;
    }
}
