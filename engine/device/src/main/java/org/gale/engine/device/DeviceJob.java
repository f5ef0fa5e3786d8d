package org.gale.engine.device;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.gale.engine.config.NumberText;
import org.gale.engine.config.RunConfiguration;
import org.gale.engine.device.nvme.NvmeController;
import org.gale.engine.device.pci.ConfigSpace;
import org.gale.engine.device.proof.RunLimit;
import org.gale.engine.storm.model.Mistake;
import org.gale.engine.storm.scenario.DeviceShape;
import org.gale.engine.storm.scenario.Job;
import org.gale.engine.storm.scenario.JobException;
import org.gale.engine.storm.scenario.JobFault;
import org.gale.engine.storm.scenario.OpenStream;
import org.gale.engine.storm.scenario.Place;
import org.gale.engine.storm.scenario.SettingException;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.storm.scenario.TrafficKind;
import org.gale.engine.storm.scenario.VmShape;

/**
 * Job of devices of one VM, and their traffic. Keys that only an emulated machine has are refused by name.
 *
 * @param name    of the job
 * @param seed    of what is drawn
 * @param devices in the order of the job
 * @param limit   of a run: requests or messages of all devices
 * @param limitNs of a run: time from the first request, ns
 */
public record DeviceJob(String name, long seed, List<Device> devices, long limit, long limitNs)
{
    /** Limit of the devices of a job, which the slots of a bus have. */
    public static final int DEVICE_LIMIT = 32;
    /** Names of the jobs in the jar. */
    public static final List<String> EXAMPLES = List.of("device-msix.yaml", "device-nvme.yaml");

    private static final long SEED_STEP = 0x9e37_79b9_7f4a_7c15L;
    /** Kind of the traffic of a drive. */
    static final String DRIVE = "io";
    /** Keys that a device has, of a path without the names of the group and the device. */
    private static final Set<String> KEYS = Stream.of(Stream.of("", "job", "seed", "duration", "count", "vars",
        "defaults", "vms", "name", "devices", "events", "pin", "traffic", "traffic.kind", "traffic.service",
        "traffic.parallel", "traffic.device",
        "traffic.coalesce", "traffic.coalesce.threshold", "traffic.coalesce.time"),
        ofTraffic(TrafficKind.CLOSED), ofTraffic(TrafficKind.OPEN)).flatMap(keys -> keys).collect(Collectors.toSet());
    private static final Pattern GROUP = Pattern.compile("^(vms\\.[^.]+|defaults)\\.?");
    private static final Pattern DEVICE = Pattern.compile("^devices\\.[^.]+\\.?");

    /** Returns the text of a job in the jar. */
    public static String example(final String name)
    {
        try (InputStream in = DeviceJob.class.getResourceAsStream(name))
        {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    /**
     * Returns the drive that a job describes.
     *
     * @param source of the job, for messages
     * @throws JobException with every mistake
     */
    public static DeviceJob nvme(final Job job, final String source)
    {
        return of(job, source, List.of(DRIVE), NvmeController.QUEUE_LIMIT);
    }

    /**
     * Returns the MSI-X device that a job describes, whose events are its vectors.
     *
     * @param source of the job, for messages
     * @throws JobException with every mistake
     */
    public static DeviceJob msix(final Job job, final String source)
    {
        return of(job, source, List.of(TrafficKind.CLOSED.name(), TrafficKind.OPEN.name()), ConfigSpace.VECTOR_LIMIT);
    }

    /**
     * Returns the keys of a device in its journal, after the seed.
     *
     * @param device what it is
     * @param number of the device in the job
     */
    public static Map<String, String> recorded(final String device, final Job job, final int number)
    {
        final DeviceShape shape = shapes(job).get(number);
        final TrafficKind kind = shape.given().traffic();
        final SettingValues values = kind.complete(shape.given().values());

        final String events = String.valueOf(shape.values().valueOr(StormSettings.EVENTS, 1L));
        final String traffic = kind.settings().stream()
            .filter(setting -> values.has(setting) && KEYS.contains("traffic." + setting.name()))
            .map(setting -> ' ' + setting.name() + '=' + values.shown(setting)).collect(Collectors.joining());

        return Map.of(RunConfiguration.DEVICE, device + " queues=" + events + " kind=" + kind.name() + traffic);
    }

    /** Returns a job without its pins, which an emulated machine does not have. */
    public static Job withoutPins(final Job job)
    {
        return job.with(job.groups().stream().map(group -> group.with(
            group.devices().stream().map(DeviceJob::withoutPin).toList())).toList());
    }

    private static DeviceShape withoutPin(final DeviceShape device)
    {
        return new DeviceShape(device.name(), device.values().without(DeviceShape.PIN), device.stream());
    }

    private static DeviceJob of(
        final Job job, final String source, final List<String> traffic, final int eventLimit)
    {
        final Place place = Place.ofOption(source);
        final List<JobFault> faults = new ArrayList<>();
        job.places().keySet().stream().sorted().filter(path -> !isOfDevice(path)).forEach(path -> faults.add(
            new JobFault(job.placeOf(path, place), path + (path.endsWith(".traffic.driver") ?
            ": the driver is that of the guest, and nobody makes it wrong (leave it out)" :
            ": only an emulated machine has it, and a device has not (leave it out)"))));
        if (!faults.isEmpty())
        {
            throw new JobException(faults);
        }
        final VmShape group = job.groups().get(0);
        if (job.groups().size() > 1 || group.values().valueOr(StormSettings.VMS, 1L) != 1)
        {
            throw new JobException(place, "vms: a device serves one VM (one group with count: 1)");
        }
        final List<DeviceShape> shapes = shapes(job);
        if (shapes.size() > DEVICE_LIMIT)
        {
            throw new JobException(place, "devices: " + NumberText.count(shapes.size()) + " are more than " +
                DEVICE_LIMIT);
        }

        return new DeviceJob(job.name(), job.values().valueOrDefault(StormSettings.SEED), shapes.stream()
            .map(shape -> device(shape, traffic, eventLimit, place)).toList(),
            job.values().valueOr(StormSettings.COUNT, RunLimit.NONE),
            job.values().valueOr(StormSettings.DURATION, RunLimit.NONE));
    }

    /** Returns the group of each device. */
    private static List<DeviceShape> shapes(final Job job)
    {
        return job.groups().get(0).devices().stream().flatMap(
            group -> Stream.generate(() -> group).limit(share(group))).toList();
    }

    private static long share(final DeviceShape group)
    {
        return Math.min(DEVICE_LIMIT + 1, group.values().valueOr(StormSettings.DEVICES, 1L));
    }

    private static Device device(
        final DeviceShape shape, final List<String> traffic, final int eventLimit, final Place place)
    {
        final TrafficKind kind = shape.given().traffic();
        if (!traffic.contains(kind.name()))
        {
            throw new JobException(place, "traffic.kind: " + kind.name() +
                " is not what this device does (write kind: " + String.join(" or ", traffic) + ')');
        }
        final long events = shape.values().valueOr(StormSettings.EVENTS, 1L);
        if (events > eventLimit)
        {
            throw new JobException(place, "events: " + NumberText.count(events) + " are more than " +
                NumberText.count(eventLimit) + ", for each of which there is a vector");
        }

        final boolean hasPin = shape.values().has(DeviceShape.PIN);
        if (hasPin && events > 1 && !kind.isModel())
        {
            throw new JobException(place, "pin: is one interrupt (write events: 1)");
        }

        return new Device(shape.name(), (int)events, checked(kind, shape, (int)events, place), share(shape), hasPin);
    }

    private static SettingValues checked(
        final TrafficKind kind, final DeviceShape device, final int events, final Place place)
    {
        final SettingValues values =
            kind.isModel() ? kind.complete(device.given().values()) : device.given().values();
        final Mistake mistake = Mistake.of(kind.name(), values);
        if (mistake == Mistake.INTERRUPT_FIRST && device.values().has(DeviceShape.PIN))
        {
            throw new JobException(place, "traffic." + mistake.text() +
                ": a pin is high until the completion is consumed, so that none is lost (leave pin out)");
        }
        try
        {
            kind.stream(mistake == null ? values : mistake.removedFrom(values), events, Long.MAX_VALUE, false);
        }
        catch (final SettingException ex)
        {
            throw new JobException(place, ex.getMessage());
        }

        return values;
    }

    /**
     * Device of a job.
     *
     * @param group   name of its group
     * @param queues  I/O queues, or vectors
     * @param traffic values of all settings of its kind
     * @param share   devices of the group, which share its window and rate
     * @param hasPin  whether it interrupts by pin A in place of vectors
     */
    public record Device(String group, int queues, SettingValues traffic, long share, boolean hasPin)
    {
        /** Returns the limit of the messages in flight. */
        public long window()
        {
            final long given = traffic.valueOr(StormSettings.WINDOW, 0L);

            return given == 0 ? queues : Math.max(1, given / share);
        }

        /** {@return the stream of an open loop; null of another device} */
        public OpenStream stream()
        {
            final OpenStream whole = OpenStream.asked(traffic);

            return whole == null ? null : whole.parts(1, share);
        }
    }

    /** Returns the seed of a device: that of the job for the first one. */
    public long seedOf(final int device)
    {
        return seed + device * SEED_STEP;
    }

    private static Stream<String> ofTraffic(final TrafficKind kind)
    {
        return kind.settings().stream().map(key -> "traffic." + key.name());
    }

    private static boolean isOfDevice(final String path)
    {
        final String inGroup = GROUP.matcher(path).replaceFirst("");
        final String inDevice = DEVICE.matcher(inGroup).replaceFirst("");

        return path.startsWith("vars.") || KEYS.contains(inDevice) ||
            ("count".equals(inDevice) && !path.equals(inDevice));
    }
}
