package org.gale.engine.storm.profile;

import java.util.List;
import java.util.stream.Stream;
import org.gale.engine.accounting.OwnerId;
import org.gale.engine.command.KvmVerb;
import org.gale.engine.command.MigrationOrder;
import org.gale.engine.command.V4Verb;
import org.gale.engine.command.VmVerb;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.config.MachineKeys;
import org.gale.engine.config.Monitor;
import org.gale.engine.config.NearestName;
import org.gale.engine.machine.Control;
import org.gale.engine.storm.result.StormControl;
import org.gale.engine.storm.scenario.ActionRate;
import org.gale.engine.storm.scenario.DeviceShape;
import org.gale.engine.storm.scenario.GroupNames;
import org.gale.engine.storm.scenario.MachineSettings;
import org.gale.engine.storm.scenario.MonitorSettings;
import org.gale.engine.storm.scenario.Setting;
import org.gale.engine.storm.scenario.Setting.Group;
import org.gale.engine.storm.scenario.SettingException;
import org.gale.engine.storm.scenario.SettingType;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.storm.scenario.VmShape;

/** Settings of storms whose VMs migrate to other VM ids under traffic. */
final class MigrationSettings
{
    static final Setting<ActionRate> EVERY =
        Setting.of("migration-every", Group.KEY, SettingType.ACTION_RATE).between(0, 1_000_000)
        .defaultValue(ActionRate.NONE)
        .help("For overcommit, direct and msix: times that a VM migrates to another VM id: R a second, or N in M " +
        "events, such as 1/20k. Default: 0.");
    static final Setting<MigrationOrder> ORDER = Setting.of("migration-order", Group.KEY,
        SettingType.words(MigrationOrder.class, List.of(MigrationOrder.values()), MigrationOrder::spelling)
        .labelled("ORDER"))
        .defaultValue(MigrationOrder.RIGHT)
        .help("With {.migration-every}: the order in which a monitor migrates, right or with a mistake that loses " +
        "interrupts (late-redirect, old-id; overcommit: no-sync, no-doorbell, edge-lost, latch-lost, active-lost; " +
        "direct: no-doorbell, vpt-unread, unmapped-late, discard-first; msix: no-sync, eventfd-closed, " +
        "pba-unsaved), a negative control. " +
        "Default: {.migration-order=}.");

    static final Setting<FailingStep> FAIL = Setting.of("migration-fail", Group.KEY,
        SettingType.text(FailingStep.class, FailingStep.LABEL, FailingStep::parse, FailingStep::shown))
        .defaultValue(FailingStep.NONE)
        .help("With {.migration-every}: the step that fails, and how often, such as 'save 1/10'. Stop, quiet and " +
        "save roll back; after restore and resume the image is restored once more, and a second failure ends " +
        "the storm (exit code 8). Default: {.migration-fail=}.");
    static final Setting<Long> LEAST_DOWNTIME =
        Setting.of("migration-least-downtime", Group.KEY, SettingType.DURATION).between(0, 10_000_000_000L)
        .defaultValue(0L)
        .help("With {.migration-every}: the time from stop to resume at least, such as 20ms. Default: 0.");
    static final Setting<MigrationKind> KIND = Setting.of("migration-kind", Group.KEY,
        SettingType.words(MigrationKind.class, List.of(MigrationKind.values()), MigrationKind::spelling))
        .defaultValue(MigrationKind.MOVE)
        .help("With {.migration-every}: move, one VM at a time, or update, all VMs of a partition at once, as a " +
        "restart of their monitors or a kexec. Default: {.migration-kind=}.");
    static final Setting<GroupNames> GROUPS = Setting.of("migration-groups", Group.KEY, SettingType.GROUPS)
        .defaultValue(GroupNames.NONE)
        .help("With {.migration-every}: groups whose VMs migrate. Default: all.");
    static final Setting<Long> PRECOPY = Setting.of("migration-precopy", Group.KEY, SettingType.COUNT)
        .between(0, 30).defaultValue(0L)
        .help("With {.migration-every}: passes that send the tables of a VM before it stops, each the pages that " +
        "were written since the one before. Default: 0.");

    /** All settings. */
    static final List<Setting<?>> ALL = List.of(EVERY, ORDER, FAIL, LEAST_DOWNTIME, KIND, GROUPS, PRECOPY);

    private static final ActionRate MORE = new ActionRate(1, 1_000);

    /** Models of devices whose events are messages alone: those with vectors, which the room of models knows. */
    private static final List<String> MESSAGES = List.of("io", "packets", "virtio", "trace");

    private MigrationSettings()
    {
    }

    /** Returns settings of a profile on the virtual clock, followed by those of migrations. */
    static List<Setting<?>> after(final Setting<?>... others)
    {
        return Stream.concat(Stream.of(others), ALL.stream()).toList();
    }

    /** Returns the control of a wrong order. */
    static StormControl control(final Control control, final MigrationOrder order, final ActionRate rate)
    {
        return new StormControl(
            control.name(), control.acted(), idle(order), EVERY, (rate.isNone() ? MORE : rate.more()).shown());
    }

    /** Returns what an order had no chance to lose. */
    private static String idle(final MigrationOrder order)
    {
        return switch (order)
        {
            case RIGHT -> "the order is right";
            case LATE_REDIRECT -> "no message came between save and destroy";
            case OLD_ID -> "no VM that migrated had an entry";
            case NO_SYNC -> "no message came between stop and quiet";
            case EDGE_LOST -> "no edge was pending in a VM that migrated";
            case LATCH_LOST -> "software had made no level pending";
            case ACTIVE_LOST -> "no handler was in progress in a VM that migrated";
            case NO_DOORBELL -> "no interrupt came to a vCPU that was blocked when its VM migrated";
            case VPT_UNREAD, DISCARD_FIRST -> "no interrupt was pending for a direct vCPU of a VM that migrated";
            case EVENTFD_CLOSED -> "no event was in an eventfd of a function of a VM that migrated";
            case PBA_UNSAVED -> "no pending bit was set in a function of a VM that migrated";
            case UNMAPPED_LATE -> "no message came for a direct vCPU between stop and save";
        };
    }

    /**
     * Refuses migrations of VMs that have more than messages, and an order without migrations.
     *
     * @throws SettingException if a VM has, or there are none
     */
    static void check(final StormConfig config, final SettingValues own)
    {
        if (own.valueOrDefault(EVERY).isNone())
        {
            for (final Setting<?> setting : ALL)
            {
                if (own.isOther(setting))
                {
                    throw new SettingException(
                        setting, "'", own.text(setting), "' needs VMs that migrate (try ", EVERY, "=1/20k)");
                }
            }
            return;
        }
        checkGroups(config.shape().groups(), own);
        if (own.isOther(PRECOPY) && own.valueOrDefault(KIND) == MigrationKind.UPDATE)
        {
            throw new SettingException(PRECOPY, "'", own.text(PRECOPY), "' and ", KIND,
                "=update: an update sends nothing before it stops its VMs (leave one of them out)");
        }
        for (final VmShape group : config.shape().groups())
        {
            for (final DeviceShape device : group.devices())
            {
                if (group.later(group.devices().indexOf(device)).isAny())
                {
                    throw new SettingException(EVERY, "'", own.text(EVERY), "' and work that follows handlers " +
                        "(softirq, threaded) of ", group.name(), " are not modelled together (leave one of them out)");
                }
                if (device.stream().model() != null && !MESSAGES.contains(device.stream().kind()))
                {
                    throw new SettingException(StormSettings.VMS, "'", device.stream().kind(), "' of ", device.name(),
                        " of ", group.name(), " is no traffic of messages alone, as a VM that migrates has (leave ",
                        EVERY, " out, or try kind: io)");
                }
            }
        }
    }

    private static void checkGroups(final List<VmShape> groups, final SettingValues own)
    {
        final List<String> names = groups.stream().map(VmShape::name).toList();
        for (final String name : own.valueOrDefault(GROUPS).all())
        {
            if (!names.contains(name))
            {
                throw new SettingException(
                    GROUPS, "'", name, "' is no group of VMs", NearestName.hint(name, names));
            }
            if (groups.stream().anyMatch(group -> group.partition() != null))
            {
                throw new SettingException(GROUPS, "'", own.text(GROUPS),
                    "' and partitions both say which VMs migrate together (leave one of them out)");
            }
        }
    }

    /**
     * Refuses migrations that a host of KVM has not.
     *
     * @throws SettingException if it has not
     */
    static void checkKvm(final StormConfig config, final SettingValues own)
    {
        checkOrder(own, KvmVerb.FAMILY, "KVM");
        if (own.valueOrDefault(EVERY).isNone())
        {
            return;
        }
        if (own.valueOrDefault(OvercommitSettings.IRSEN) > 0)
        {
            throw new SettingException(EVERY, "'", own.text(EVERY), "' and ", OvercommitSettings.IRSEN,
                " both act on a VM (leave one of them out)");
        }
        final MachineConfig machine = MachineSettings.machine(config.value(StormSettings.PES), own);
        if (config.shape().vms() >= 1L << machine.value(MachineKeys.VM_ID_BITS))
        {
            throw new SettingException(EVERY, "'", own.text(EVERY), "' needs a VM id more than the ",
                config.shape().vms(), " of the VMs (try fewer VMs)");
        }
        if (machine.value(MachineKeys.OPS_DELAY) != 0)
        {
            throw new SettingException(EVERY, "'", own.text(EVERY), "' needs operations whose effects come at once " +
                "(leave ops.delay out)");
        }
    }

    /**
     * Refuses migrations that a host of GICv4 has not.
     *
     * @throws SettingException if it has not
     */
    static void checkDirect(final SettingValues own)
    {
        checkOrder(own, V4Verb.FAMILY, "GICv4");
        if (own.valueOrDefault(EVERY).isNone())
        {
            return;
        }
        for (final Setting<ActionRate> other : List.of(DirectSettings.TOGGLES, DirectSettings.MOVES))
        {
            if (!own.valueOrDefault(other).isNone())
            {
                throw new SettingException(EVERY, "'", own.text(EVERY), "' and ", other, '=',
                    own.valueOrDefault(other).shown(), " both act on a VM (try ", other, "=0)");
            }
        }
        if (!own.valueOrDefault(DirectSettings.VERSION).equals(DirectSettings.VERSION.defaultValue()) &&
            !DirectSettings.isNone(own))
        {
            throw new SettingException(EVERY, "'", own.text(EVERY), "' needs pending tables that software can read, " +
                "which ", DirectSettings.VERSION, "=4.0 has not (try ", DirectSettings.POLICY, "=none)");
        }
    }

    /**
     * Refuses migrations that a machine of functions has not.
     *
     * @throws SettingException if it has not
     */
    static void checkFunctions(final StormConfig config, final SettingValues own)
    {
        checkOrder(own, VmVerb.FAMILY, "functions");
        if (own.valueOrDefault(EVERY).isNone())
        {
            return;
        }
        final Monitor monitor = own.valueOrDefault(MsixSettings.MONITOR);
        if (monitor != Monitor.RIGHT)
        {
            throw new SettingException(EVERY, "'", own.text(EVERY), "' needs the right monitor of Gale (leave ",
                monitor == Monitor.REMOTE ? MonitorSettings.SOCKET : MsixSettings.MONITOR, " out)");
        }
        if (config.shape().vms() >= OwnerId.VM_LIMIT)
        {
            throw new SettingException(EVERY, "'", own.text(EVERY), "' needs a VM id more than the ",
                config.shape().vms(), " of the VMs (try fewer VMs)");
        }
        final MachineConfig machine = MachineSettings.machine(config.value(StormSettings.PES), own);
        if (machine.value(MachineKeys.OPS_DELAY) != 0)
        {
            throw new SettingException(EVERY, "'", own.text(EVERY), "' needs operations whose effects come at once " +
                "(leave ops.delay out)");
        }
    }

    private static void checkOrder(final SettingValues own, final int family, final String host)
    {
        final MigrationOrder order = own.valueOrDefault(ORDER);
        if (order != MigrationOrder.RIGHT && !order.isOf(family))
        {
            throw new SettingException(ORDER, "'", own.text(ORDER), "' is no order of a host of ", host, " (",
                String.join(", ", MigrationOrder.of(family).stream().map(MigrationOrder::spelling).toList()), ')');
        }
    }
}
