package org.gale.engine.storm.scenario;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.gale.engine.config.ItsCaching;
import org.gale.engine.config.KeyType;
import org.gale.engine.config.KvmKernel;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.config.MachineKey;
import org.gale.engine.config.MachineKeys;
import org.gale.engine.config.PpiSet;
import org.gale.engine.storm.scenario.Setting.Group;

/**
 * Keys of the machine as settings of storms on a GICv5: every row of {@link MachineKeys} but those that a storm
 * decides. A machine that is given none of them has their defaults.
 */
public final class MachineSettings
{
    /** Kernel of the host, of those whose guests have an IRS. */
    public static final Setting<KvmKernel> KVM = Setting.of(MachineKeys.KVM.name(), Group.KEY, kernels())
        .defaultValue(MachineKeys.KVM.defaultValue())
        .help("For overcommit: kernel of the host; 7.4-gap leaves out our wake (K-LP-9). Default: {.kvm=}.");

    private static final String OUT = " (leave it out)";
    private static final String SCRIPT = " (leave it out; gale script has it)";

    /** Keys that are settings of their own. */
    private static final List<String> OLDER = List.of(MachineKeys.PES.name(), MachineKeys.KVM.name());
    private static final Set<String> NUMBERED =
        MachineKeys.OF_IRSS.stream().map(MachineKey::name).collect(Collectors.toUnmodifiableSet());
    /** Reasons for which storms refuse keys, by name. */
    private static final Map<String, String> DECIDED = decided();
    /** By the name of the key: a comparison of rows takes ten milliseconds of a start. */
    private static final Map<String, Setting<?>> SETTINGS = settings();

    /** Settings of a machine that storms do not decide; those of IRSs from 1 on have no help of their own. */
    public static final List<Setting<?>> ALL = List.copyOf(SETTINGS.values());

    private MachineSettings()
    {
    }

    /** Returns the setting of a key that storms do not decide. */
    public static Setting<?> of(final MachineKey<?> key)
    {
        return SETTINGS.get(key.name());
    }

    /** Returns whether a key is of the IRS whose number is in its name, as {@code irs.1.pes}. */
    public static boolean isNumbered(final String name)
    {
        return NUMBERED.contains(name);
    }

    /** {@return why storms have no such setting, for the key of a machine that they decide; null for any other name} */
    public static String refusal(final String name)
    {
        return DECIDED.get(name);
    }

    /**
     * Returns a machine with the PEs of a storm, and with the values of those settings that somebody chose.
     *
     * @param pes of the storm
     * @throws IllegalArgumentException if no machine has one of them beside the others
     */
    public static MachineConfig machine(final long pes, final SettingValues given)
    {
        final Map<String, Object> values = new HashMap<>();
        values.put(MachineKeys.PES.name(), (int)pes);
        values.put(MachineKeys.KVM.name(), given.valueOrDefault(KVM));
        SETTINGS.forEach((name, setting) -> values.computeIfAbsent(name, key -> given.get(setting)));

        return MachineConfig.DEFAULT.with(values);
    }

    private static Map<String, String> decided()
    {
        final Map<String, String> decided = new HashMap<>();
        decide(decided, "a storm needs ITS and virtualization, of preset=full" + SCRIPT, List.of(MachineKeys.PRESET));
        decide(decided, "follows from vms, vpes, devices and events, whose tables a storm lays out" + OUT,
            List.of(MachineKeys.RAM, MachineKeys.ID_BITS, MachineKeys.MIN_LPI_ID_BITS, MachineKeys.VM_ID_BITS,
            MachineKeys.VPE_ID_BITS, MachineKeys.DEVICEID_BITS, MachineKeys.EVENTID_BITS));
        decide(decided, "a storm has its frames where they are" + SCRIPT, MachineKeys.FRAMES);
        decide(decided, "follows from the devices of kind line, whose SPIs a storm numbers" + OUT,
            List.of(MachineKeys.SPIS, MachineKeys.SPI_BASE));
        decide(decided, "set-up and guests of a storm wait for no effect that comes late" + SCRIPT,
            List.of(MachineKeys.OPS_DELAY, MachineKeys.OPS_ORDER, MachineKeys.OPS_SEED, MachineKeys.OPS_EVENTS,
            MachineKeys.OPS_SCHEDULE));
        decide(decided, "guests of a storm take no interrupts as NMIs" + SCRIPT, List.of(MachineKeys.NMI));
        decide(decided, "devices of a storm send messages without functions in front of the ITS" + SCRIPT,
            List.of(MachineKeys.MONITOR));
        decide(decided, "has one value" + OUT,
            List.of(MachineKeys.DOMAINS));
        decide(decided, "no device of a storm is behind an IWB" + SCRIPT,
            List.of(MachineKeys.IWB_ITS, MachineKeys.IWB_DEVICE));

        return decided;
    }

    private static void decide(
        final Map<String, String> decided, final String reason, final List<? extends MachineKey<?>> keys)
    {
        for (final MachineKey<?> key : keys)
        {
            decided.put(key.name(), reason);
        }
    }

    private static Map<String, Setting<?>> settings()
    {
        final Map<String, Setting<?>> settings = new LinkedHashMap<>();
        for (final MachineKey<?> key : MachineKeys.ALL)
        {
            if (!DECIDED.containsKey(key.name()) && !OLDER.contains(key.name()))
            {
                settings.put(key.name(), setting(key, "For a GICv5: " + key.help() + ". Default: " +
                    (key.defaultValue() == null ? key.defaultText() : "{." + key.name() + "=}") + '.'));
            }
        }
        MachineKeys.OF_IRSS.forEach(key -> settings.put(key.name(), setting(key, "")));

        return settings;
    }

    private static <T> Setting<T> setting(final MachineKey<T> key, final String help)
    {
        final KeyType<T> type = withoutSeeded(key.type());
        final Setting.Builder<T> setting = Setting.of(key.name(), Group.KEY, SettingType.text(type.javaType(),
            type.label(), text -> checked(text, type.reader().apply("", text)), type.writer()).suggesting(type.words()))
            .defaultValue(key.defaultValue());

        return (type.words().isEmpty() && type.max() > 0 ? setting.between(type.min(), type.max()) : setting)
            .help(help);
    }

    /** Returns a type less the cache that needs {@code ops.seed}. */
    private static <T> KeyType<T> withoutSeeded(final KeyType<T> type)
    {
        final boolean isCaching = type.javaType() == ItsCaching.class;

        return isCaching ? type.without(type.javaType().cast(ItsCaching.SEEDED)) : type;
    }

    /** Returns a value, and refuses PPIs without that of the timers of a storm. */
    private static <T> T checked(final String text, final T value)
    {
        if (value instanceof PpiSet ppis && !ppis.contains(PpiSet.VIRTUAL_TIMER))
        {
            throw new IllegalArgumentException(
                '\'' + text + "' has no " + PpiSet.VIRTUAL_TIMER + ", the timer of a vCPU (add it)");
        }

        return value;
    }

    private static SettingType<KvmKernel> kernels()
    {
        final List<KvmKernel> kernels = Stream.of(KvmKernel.values()).filter(KvmKernel::hasIrs).toList();

        return SettingType.words(KvmKernel.class, kernels, KvmKernel::key);
    }
}
