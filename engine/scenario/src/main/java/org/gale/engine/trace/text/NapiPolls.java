package org.gale.engine.trace.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gale.engine.config.NumberText;
import org.gale.engine.config.Quantity;

/**
 * Polls of NICs in a recording, by device, with the packets that each took. Kernels before 4.9 do not write the
 * packets. Owner: the calling thread.
 */
final class NapiPolls
{
    private static final Pattern POLL = Pattern.compile(
        "napi poll on napi struct \\S+ for device (\\S{1,32})(?: work ([0-9]{1,9}) budget ([0-9]{1,5}))?\\s*");
    private static final String NO_DEVICE = "(no_device)";
    private static final double NS_OF_S = 1e9;

    private final Map<String, Polls> devices = new TreeMap<>();

    /** Polls of a device. */
    private static final class Polls
    {
        private long polls;
        private long packets;
        private int budget;
    }

    /** Takes the arguments of an event. */
    void take(final String arguments)
    {
        final Matcher poll = POLL.matcher(arguments);
        if (poll.matches() && !poll.group(1).equals(NO_DEVICE))
        {
            final Polls device = devices.computeIfAbsent(poll.group(1), name -> new Polls());
            device.polls++;
            if (poll.group(2) != null)
            {
                device.packets += Integer.parseInt(poll.group(2));
                device.budget = Math.max(device.budget, Integer.parseInt(poll.group(3)));
            }
        }
    }

    /**
     * Returns lines for each device: its polls, and the keys of its traffic.
     *
     * @param spanNs     time of the recording, ns
     * @param receivedNs time of all softirqs that receive, ns
     */
    List<String> lines(final long spanNs, final long receivedNs)
    {
        final long all = devices.values().stream().mapToLong(device -> device.packets).sum();
        final List<String> lines = new ArrayList<>();
        devices.forEach((name, device) ->
        {
            lines.add("napi " + name + ": " + NumberText.counted(device.polls, "poll") + (device.budget == 0 ? "" :
                ", " + NumberText.counted(device.packets, "packet")));
            if (device.packets > 0 && spanNs > 0)
            {
                final long rate = Math.max(1, Math.round(device.packets * NS_OF_S / spanNs));
                lines.add("traffic: {kind: packets, rate: " + Quantity.countText(rate) + ", budget: " + device.budget +
                    (receivedNs == 0 ? "" : ", per-packet: " + Quantity.durationText(receivedNs / all)) + '}');
            }
        });

        return lines;
    }
}
