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
import org.gale.engine.config.NumberText;
import org.gale.engine.config.RunConfiguration;
import org.gale.engine.device.nvme.NvmeController;
import org.gale.engine.device.pci.ConfigSpace;
import org.gale.engine.device.proof.RunLimit;
import org.gale.engine.storm.scenario.ClosedStream;
import org.gale.engine.storm.scenario.DeviceShape;
import org.gale.engine.storm.scenario.Job;
import org.gale.engine.storm.scenario.JobException;
import org.gale.engine.storm.scenario.JobFault;
import org.gale.engine.storm.scenario.JobForms;
import org.gale.engine.storm.scenario.OpenStream;
import org.gale.engine.storm.scenario.Place;
import org.gale.engine.storm.scenario.SettingException;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.storm.scenario.TrafficKind;
import org.gale.engine.storm.scenario.VmShape;

/**
 * Job of a device: one VM with one device, and its traffic. Keys that only an emulated machine has are refused by name.
 *
 * @param name    of the job
 * @param seed    of what is drawn
 * @param queues  I/O queues, or vectors, of the device
 * @param traffic values of all settings of its kind
 * @param limit   of a run: requests
 * @param limitNs of a run: time from the first request, ns
 * @param hasPin  whether it interrupts by pin A in place of vectors
 */
public record DeviceJob(
    String name, long seed, int queues, SettingValues traffic, long limit, long limitNs, boolean hasPin)
{
    /** Names of the jobs in the jar. */
    public static final List<String> EXAMPLES = List.of("device-msix.yaml", "device-nvme.yaml");

    private static final String DRIVE = "io";
    /** Keys that a device has, of a path without the names of the group and the device. */
    private static final Set<String> KEYS = Set.of("", "job", "seed", "duration", "count", "vars", "defaults", "vms",
        "name", "devices", "events", "pin", "traffic", "traffic.kind", "traffic.service", "traffic.parallel",
        "traffic.coalesce", "traffic.coalesce.threshold", "traffic.coalesce.time", "traffic.window", "traffic.rate",
        "traffic.arrivals");
    /** Maps whose keys a device has not. A reader gives them a place even where they are not there. */
    private static final Set<String> MAPS = Set.of(
        "costs", "cpu", "guest", "lane-files", "machine", "machine.injection", "machine.scheduler", "outputs");
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
        return of(job, source, List.of(ClosedStream.KIND.name(), OpenStream.KIND.name()), ConfigSpace.VECTOR_LIMIT);
    }

    /**
     * Returns what the journal of a device says of it, behind the seed.
     *
     * @param device what it is
     */
    public static Map<String, String> recorded(final String device, final Job job)
    {
        final DeviceShape shape = job.groups().get(0).devices().get(0);
        final TrafficKind kind = shape.given().traffic();
        final SettingValues values = kind.complete(shape.given().values());

        final String events = String.valueOf(shape.values().valueOr(StormSettings.EVENTS, 1L));
        final String traffic = kind.settings().stream()
            .filter(setting -> values.has(setting) && KEYS.contains("traffic." + setting.name()))
            .map(setting -> ' ' + setting.name() + '=' + values.shown(setting)).collect(Collectors.joining());

        return Map.of(RunConfiguration.DEVICE, device + " queues=" + events + " kind=" + kind.name() + traffic);
    }

    private static DeviceJob of(
        final Job job, final String source, final List<String> traffic, final int eventLimit)
    {
        final Place place = Place.ofOption(source);
        final List<JobFault> faults = new ArrayList<>();
        job.places().keySet().stream().sorted().filter(path -> !isOfDevice(path)).forEach(path -> faults.add(
            new JobFault(job.placeOf(path, place), path +
            ": only an emulated machine has it, and a device has not (leave it out)")));
        if (!faults.isEmpty())
        {
            throw new JobException(faults);
        }
        final VmShape group = job.groups().get(0);
        final DeviceShape device = group.devices().get(0);
        if (job.groups().size() > 1 || group.values().valueOr(StormSettings.VMS, 1L) != 1)
        {
            throw new JobException(place, "vms: a device serves one VM (one group with count: 1)");
        }
        if (group.devices().size() > 1 || device.values().valueOr(StormSettings.DEVICES, 1L) != 1)
        {
            throw new JobException(place, "devices: one is served (one group with count: 1)");
        }
        final TrafficKind kind = device.given().traffic();
        if (!traffic.contains(kind.name()))
        {
            throw new JobException(place, "traffic.kind: " + kind.name() +
                " is not what this device does (write kind: " + String.join(" or ", traffic) + ')');
        }
        final long events = device.values().valueOr(StormSettings.EVENTS, 1L);
        if (events > eventLimit)
        {
            throw new JobException(place, "events: " + NumberText.count(events) + " are more than " +
                NumberText.count(eventLimit) + ", for each of which there is a vector");
        }

        final boolean hasPin = device.values().has(JobForms.PIN);
        if (hasPin && events > 1 && !kind.isModel())
        {
            throw new JobException(place, "pin: is one interrupt (write events: 1)");
        }

        return new DeviceJob(job.name(), job.values().valueOrDefault(StormSettings.SEED), (int)events,
            checked(kind, device, (int)events, place), job.values().valueOr(StormSettings.COUNT, RunLimit.NONE),
            job.values().valueOr(StormSettings.DURATION, RunLimit.NONE), hasPin);
    }

    private static SettingValues checked(
        final TrafficKind kind, final DeviceShape device, final int events, final Place place)
    {
        final SettingValues values =
            kind.isModel() ? kind.complete(device.given().values()) : device.given().values();
        try
        {
            kind.stream(values, events, Long.MAX_VALUE, false);
        }
        catch (final SettingException ex)
        {
            throw new JobException(place, ex.getMessage());
        }

        return values;
    }

    /** Returns the limit of the messages in flight. */
    public long window()
    {
        final long given = traffic.valueOr(StormSettings.WINDOW, 0L);

        return given == 0 ? queues : given;
    }

    /** {@return the stream of an open loop; null of another device} */
    public OpenStream stream()
    {
        return traffic.has(StormSettings.RATE) ? OpenStream.of(traffic) : null;
    }

    private static boolean isOfDevice(final String path)
    {
        final String inGroup = GROUP.matcher(path).replaceFirst("");
        final String inDevice = DEVICE.matcher(inGroup).replaceFirst("");

        return path.startsWith("vars.") || KEYS.contains(inDevice) || MAPS.contains(inDevice) ||
            ("count".equals(inDevice) && !path.equals(inDevice));
    }
}
