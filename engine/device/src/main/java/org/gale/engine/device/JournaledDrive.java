package org.gale.engine.device;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.config.RunConfiguration;
import org.gale.engine.device.nvme.RequestTimes;
import org.gale.engine.device.nvme.Stamps;
import org.gale.engine.device.pci.Recorder;
import org.gale.engine.journal.Frame;
import org.gale.engine.journal.JournalReader;
import org.gale.engine.record.DevicePayload;
import org.gale.engine.replay.JournalErrors;
import org.gale.engine.storm.model.TrafficKinds;
import org.gale.engine.storm.scenario.Setting;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.TrafficKind;

/**
 * Drive of a journal, whose stamps the model of kind {@code io} is fed with in virtual time. It has to decide on as
 * many interrupts of each queue as the device had when its run ended.
 *
 * @param queues  I/O queues, in order
 * @param isEnded whether the journal has the end of the run; if not, the model decides up to the last stamp
 * @param isWhole whether the model was fed with all stamps, which may be too many
 */
public record JournaledDrive(List<Queue> queues, boolean isEnded, boolean isWhole)
{
    private static final String NVME = "nvme ";

    /**
     * Queue of the drive.
     *
     * @param number   from 1
     * @param requests that were submitted
     * @param carried  interrupts that the device wrote or withheld
     * @param decided  interrupts of the model
     */
    public record Queue(int number, long requests, long carried, long decided)
    {
    }

    /** Collector of the stamps of a journal up to the end of its run. */
    private static final class Collector
    {
        private final Stamps stamps = new Stamps(Recorder.NONE);
        private final long[] requests;
        private final long[] carried;
        private long endNs;
        private boolean isEnded;

        Collector(final int queues)
        {
            requests = new long[queues];
            carried = new long[queues];
        }

        void add(final DevicePayload payload, final long word)
        {
            final int queue = Stamps.queueOf(word);
            if (Stamps.isEnd(word) && queue < carried.length)
            {
                carried[queue] = Stamps.interruptsOf(word);
                endNs = payload.timeNs();
                isEnded = true;
            }
            else if (!isEnded)
            {
                requests[Math.max(0, queue)] += queue < 0 ? 0 : 1;
                endNs = payload.timeNs();
                stamps.add(payload.timeNs(), word);
            }
        }
    }

    /**
     * Reads a journal, and lets the model decide.
     *
     * @throws OutcomeException if it is no sound journal of a drive
     */
    public static JournaledDrive read(final Path journal)
    {
        JournalErrors.checkDirectory(journal);
        try (JournalReader reader = JournalReader.open(journal))
        {
            RunConfiguration configuration = null;
            Collector collector = null;
            while (reader.next())
            {
                if (reader.kind() == Frame.CONFIGURATION)
                {
                    final byte[] bytes = new byte[reader.payloadLength()];
                    reader.buffer().getBytes(reader.payloadOffset(), bytes);
                    configuration = RunConfiguration.parse(bytes);
                    collector = new Collector(queues(described(journal, configuration)));
                }
                else if (reader.kind() == Frame.DEVICE && collector != null)
                {
                    final DevicePayload payload = new DevicePayload().wrap(
                        reader.buffer(), reader.payloadOffset(), reader.payloadLength());
                    while (payload.next())
                    {
                        if (payload.kind() == DevicePayload.STAMP)
                        {
                            collector.add(
                                payload, reader.buffer().getLong(payload.dataOffset(), ByteOrder.LITTLE_ENDIAN));
                        }
                    }
                }
            }
            JournalErrors.checkSound(journal, reader.end());

            return decided(described(journal, configuration), configuration.seed(), collector);
        }
        catch (final IOException ex)
        {
            throw JournalErrors.of(ex);
        }
    }

    private static JournaledDrive decided(final String text, final long seed, final Collector collector)
    {
        final RequestTimes times = collector.stamps.repeated(
            values(text), seed, collector.requests.length, collector.endNs);

        return new JournaledDrive(IntStream.range(0, collector.requests.length).mapToObj(queue -> new Queue(queue + 1,
            collector.requests[queue], collector.carried[queue], times.interrupts(queue))).toList(),
            collector.isEnded, collector.stamps.isWhole());
    }

    /** Returns what the configuration says of the drive: its queues, and the settings of its traffic. */
    private static String described(final Path journal, final RunConfiguration configuration)
    {
        final String text = configuration == null ? null : configuration.value(RunConfiguration.DEVICE);
        if (text == null || !text.startsWith(NVME))
        {
            throw new OutcomeException(Outcome.USAGE, journal + ": it is not the journal of a drive");
        }

        return text;
    }

    private static int queues(final String text)
    {
        return Integer.parseInt(value(text, "queues", List.of("queues", "kind")));
    }

    /** Returns the values of all settings of the kind. */
    private static SettingValues values(final String text)
    {
        final TrafficKind kind = TrafficKinds.of(DeviceJob.DRIVE);
        final List<String> names = kind.settings().stream().map(Setting::name).toList();
        SettingValues values = SettingValues.NONE;
        for (final Setting<?> setting : kind.settings())
        {
            final String value = value(text, setting.name(), names);
            values = value == null ? values : values.withText(setting, value);
        }

        return kind.complete(values);
    }

    /** {@return the text of a value in {@code name=value name=value}, whose values may have spaces; null for none} */
    private static String value(final String text, final String name, final List<String> names)
    {
        final Map<Integer, String> places = new TreeMap<>();
        names.forEach(other -> places.put(text.indexOf(' ' + other + '='), other));
        final int at = text.indexOf(' ' + name + '=');
        final int[] ends = places.keySet().stream().mapToInt(Integer::intValue).filter(end -> end > at).toArray();

        return at < 0 ? null : text.substring(at + name.length() + 2, ends.length == 0 ? text.length() : ends[0]);
    }

    /** Returns whether the model decides as the device did. */
    public boolean isEqual()
    {
        return queues.stream().allMatch(queue -> queue.carried() == queue.decided());
    }
}
