package org.gale.engine.storm.model;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.gale.engine.storm.result.Effect;
import org.gale.engine.storm.result.StormControl;
import org.gale.engine.storm.scenario.LineSettings;
import org.gale.engine.storm.scenario.ModelShape;
import org.gale.engine.storm.scenario.Setting;
import org.gale.engine.storm.scenario.SettingException;
import org.gale.engine.storm.scenario.SettingType;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.StormSettings;

/**
 * Deliberate mistakes of the wrong half of a model, a driver or its device: the kind of traffic, the key and value that
 * ask for each, its effect, and the public report or rule that it follows. A job asks for one of a group of devices.
 * Immutable.
 */
public enum Mistake
{
    /** Driver that switches notifications on, and does not check once more. */
    NO_RECHECK("virtio", Mistake.DRIVER, "no-recheck", Effect.LOST, "ACRN #2733, SPDK #3178",
        "no buffer was used between the last check of a driver and the switch of its notifications"),
    /** Device that checks its queue before it switches kicks on, and sleeps. */
    LOOK_FIRST("virtio", Mistake.DEVICE, "look-first", Effect.LOST, "virtio 1.2, 2.7.10",
        "no buffer came between the last check of a device and the switch of its kicks"),
    /** Device that is restored with the event index of an earlier handler. */
    INDEX_STALE("virtio", Mistake.DEVICE, "index-stale", Effect.LOST, "cloud-hypervisor #897",
        "no notification came after a restore"),
    /** Device that is restored with an event index that is one more. */
    INDEX_MORE("virtio", Mistake.DEVICE, "index-more", Effect.LOST, "virtio 1.2, 2.7.7",
        "no notification after a restore was for one buffer alone (try a depth of 1)"),
    /** Device that is restored with an event index that is one less. */
    INDEX_LESS("virtio", Mistake.DEVICE, "index-less", Effect.LOST, "firecracker #5958",
        "no notification came after a restore"),
    /** Device whose used index is visible before the element. */
    INDEX_FIRST("virtio", Mistake.DEVICE, "index-first", Effect.INVENTED, "virtio 1.2, 2.7.8",
        "no handler took a buffer before its element was written"),
    /** Device that keeps its used index when the driver resets the queue. */
    RESET_KEEPS_INDEX("virtio", Mistake.DEVICE, "reset-keeps-index", Effect.INVENTED, "cloud-hypervisor #1120",
        "no queue was reset"),

    /** Driver that loads the other words of an entry before its phase. */
    WORDS_FIRST("io", Mistake.DRIVER, "words-first", Effect.INVENTED, "openvmm #505",
        "no entry was written while a handler ran"),
    /** Driver that skips an entry where it takes several. */
    SKIP_ENTRY("io", Mistake.DRIVER, "skip-entry", Effect.LOST, "NVMe Base 2.0, Phase Tag",
        "no handler found two entries"),
    /** Driver that rings the doorbell before it has taken the last entry, whose slot stays full. */
    DOORBELL_FIRST("io", Mistake.DRIVER, "doorbell-first", Effect.LOST, "rocm-xio #68",
        "no queue was full of entries that were taken (try a depth of 1)"),
    /** Driver that checks one of the two queues of a shared vector. */
    SHARED_VECTOR("io", Mistake.DRIVER, "shared-vector", Effect.LOST, "NVMe Base 2.0, Interrupt Vector",
        "no queue that shares a vector had a completion"),
    /** Device that writes the phase of an entry before its other words. */
    PHASE_FIRST("io", Mistake.DEVICE, "phase-first", Effect.INVENTED, "openvmm #506",
        "no handler took an entry before it was written"),
    /** Device that interrupts before the entry is visible. */
    INTERRUPT_FIRST("io", Mistake.DEVICE, "interrupt-first", Effect.LOST, "FreeBSD D45192",
        "no interrupt was sent"),
    /** Device that forgets a submission between its check of an empty queue and the switch of the doorbell. */
    ENABLE_LAST("io", Mistake.DEVICE, "enable-last", Effect.LOST, "NVMe Base 2.0, Doorbell Buffer Config",
        "no request came between the last check of an empty queue and the switch of its doorbell (try a depth of 1)"),
    /** Device that arms the timer of coalescing once. */
    TIMER_ONCE("io", Mistake.DEVICE, "timer-once", Effect.LOST, "NVMe Base 2.0, Interrupt Coalescing",
        "no timer of coalescing was needed again (try a coalesce.threshold above the depth)"),

    /** Driver that ends its polls without the last check. */
    NO_LAST_LOOK("packets", Mistake.DRIVER, "no-last-look", Effect.LOST, "ixy #21",
        "no packet came between the last poll and the unmask"),
    /** Driver that unmasks its vector before it has read the ring. */
    UNMASK_FIRST("packets", Mistake.DRIVER, "unmask-first", Effect.WORK, "Linux, networking/napi.rst",
        "no packet came while a driver polled"),
    /** Device that forgets the timer of moderation when its period changes. */
    RATE_CHANGE("packets", Mistake.DEVICE, "rate-change", Effect.LOST, "Linux, networking/net_dim.rst",
        "no packet waited while the period changed"),

    /** Driver that ends the interrupt before its device is quiet. */
    EOI_FIRST("line", Mistake.DRIVER, "eoi-first", Effect.WORK, "hafnium #17",
        "no line rose"),
    /** Line without a resampler: nobody samples it again when the guest has ended the interrupt. */
    NO_RESAMPLER("line", Mistake.RESAMPLE, LineSettings.NONE, Effect.LOST, "cloud-hypervisor #4999, rust-vmm/vfio #24",
        "no event came between the begin and the end of a handler"),

    /** Timer that fires on equality alone, so never for a time that has passed. */
    COMPARE_EQUAL("timer", Mistake.DEVICE, "compare-equal", Effect.LOST, "mbed-os #6054, mynewt-core #2617",
        "no tick passed before its timer was set (try a higher hz)"),

    /** Sender that writes the mask of its targets after it has sent. */
    MASK_LATE("ipi", Mistake.DRIVER, "mask-late", Effect.LOST, "seL4 #1014, #1385",
        "no target began a handler before the mask was written");

    /** Key of the mistakes of a driver. */
    static final String DRIVER = "driver";
    /** Key of the mistakes of a device. */
    static final String DEVICE = "device";
    /** Value of both keys without a mistake. */
    static final String RIGHT = "right";
    /** Time between two steps of a wrong half, in which it is preempted, ns. */
    public static final long STEP_NS = 100_000;

    private static final String RESAMPLE = "resample";
    private static final String TRIAL = "1s";

    private final String kind;
    private final String key;
    private final String word;
    private final Effect effect;
    private final String source;
    private final String idle;

    Mistake(final String kind, final String key, final String word, final Effect effect, final String source,
        final String idle)
    {
        this.kind = kind;
        this.key = key;
        this.word = word;
        this.effect = effect;
        this.source = source;
        this.idle = idle;
    }

    /** Settings of the keys, by kind of traffic. */
    private static final class Keys
    {
        private static final Map<String, Setting<String>> ALL = Stream.of(Mistake.values())
            .filter(mistake -> !mistake.key.equals(RESAMPLE)).map(mistake -> mistake.kind + '.' + mistake.key)
            .distinct().collect(Collectors.toMap(Function.identity(), Keys::setting));

        private static Setting<String> setting(final String name)
        {
            final List<String> words = Stream.concat(Stream.of(RIGHT), Stream.of(Mistake.values())
                .filter(mistake -> name.equals(mistake.kind + '.' + mistake.key)).map(mistake -> mistake.word))
                .toList();

            return Setting.of(name.substring(name.indexOf('.') + 1), Setting.Group.PROFILE,
                SettingType.words(String.join("|", words), words)).help("");
        }
    }

    /** Returns the kind of traffic. */
    public String kind()
    {
        return kind;
    }

    /** Returns the key with the value that asks for the mistake. */
    public String text()
    {
        return key + '=' + word;
    }

    /** Returns the effect of each act. */
    public Effect effect()
    {
        return effect;
    }

    /** Returns the condition under which the mistake acts, for a report of one that never did. */
    public String idle()
    {
        return idle;
    }

    /** Returns the public report, specification or document that the mistake follows. */
    public String source()
    {
        return source;
    }

    /** Returns values that ask for no mistake of their kind, but are else the same. */
    public SettingValues removedFrom(final SettingValues values)
    {
        return values.without(setting(kind, key));
    }

    /** Returns the setting of a key of a kind, which has mistakes. */
    static Setting<String> setting(final String kind, final String key)
    {
        return Keys.ALL.get(kind + '.' + key);
    }

    /** {@return the mistake that a device is asked for, or null} */
    public static Mistake of(final ModelShape shape)
    {
        return of(shape.kind(), shape.values());
    }

    /** {@return the mistake that values of a kind ask for, or null} */
    public static Mistake of(final String kind, final SettingValues values)
    {
        return Stream.of(values()).filter(mistake -> mistake.kind.equals(kind) && mistake.isAsked(values)).findFirst()
            .orElse(null);
    }

    private boolean isAsked(final SettingValues values)
    {
        final Setting<String> setting = key.equals(RESAMPLE) ? LineSettings.RESAMPLE : setting(kind, key);

        return word.equals(values.valueOr(setting, RIGHT));
    }

    /**
     * {@return the mistake that values ask for, or null}
     *
     * @throws SettingException if they ask for two
     */
    static Mistake checked(final String kind, final SettingValues values)
    {
        final List<Mistake> asked = Stream.of(values()).filter(
            mistake -> mistake.kind.equals(kind) && mistake.isAsked(values)).toList();
        if (asked.size() > 1)
        {
            throw new SettingException(setting(kind, DRIVER), asked.get(0).word, " and ", asked.get(1).text(),
                " are two mistakes, of which none would show which one acted (leave one out)");
        }

        return asked.isEmpty() ? null : asked.get(0);
    }

    /** Refuses a mistake that cannot act. */
    SettingException refused(final Object... why)
    {
        final Object[] clause = new Object[why.length + 1];
        clause[0] = word;
        System.arraycopy(why, 0, clause, 1, why.length);

        return new SettingException(setting(kind, key), clause);
    }

    /**
     * Returns the control of the mistake.
     *
     * @param acted how often it acted, by group of devices
     */
    public StormControl control(final Map<String, Long> acted)
    {
        return new StormControl(text(), acted.values().stream().mapToLong(Long::longValue).sum(), idle,
            StormSettings.DURATION, TRIAL, effect, effect == Effect.WORK ? acted : Map.of());
    }
}
