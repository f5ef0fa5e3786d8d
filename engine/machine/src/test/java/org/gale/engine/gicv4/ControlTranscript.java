package org.gale.engine.gicv4;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.gale.engine.gicv4.Explorer.Finding;

/**
 * Transcript of a negative control: the actions as lines of the protocol, then the audit and the interrupts that both
 * vCPUs get. The replies are those of the shipped host; a host with the mistake gives another one.
 */
final class ControlTranscript
{
    private static final int DRAIN_LIMIT = 8;

    private ControlTranscript()
    {
    }

    static String fileName(final String control)
    {
        return "v4-control-" + control.toLowerCase(Locale.ROOT).replace('_', '-') + ".gt";
    }

    /** Returns the lines of the transcript of a control. */
    static List<String> lines(final Control control, final Finding finding)
    {
        final List<String> lines = new ArrayList<>();
        lines.add("# Negative control " + control.name() + " (section 17.1): a host with this mistake differs.");
        lines.add("# There: " + finding.violation());
        lines.add("# Rules: V4-T-4.");
        lines.add("> machine ram=0x40000000:0x4000000");
        lines.add("< OK");
        lines.add("> v4 host " + control.scope().keys());
        lines.add("< OK 0");
        try (V4Rig rig = new V4Rig(control.scope().keys()))
        {
            for (final String line : setUp(control.scope()))
            {
                play(rig, line, lines);
            }
            for (final int action : Action.parse(finding.actions()))
            {
                play(rig, line(action), lines);
                endAcknowledge(rig, action, lines);
            }
            while (rig.host().transition.isOpen())
            {
                play(rig, "step", lines);
            }
            play(rig, "audit", lines);
            for (int vcpu = 0; vcpu < ExploredHost.VCPUS; vcpu++)
            {
                play(rig, "woken 0 " + vcpu, lines);
            }
            for (int vcpu = 0; vcpu < ExploredHost.VCPUS; vcpu++)
            {
                play(rig, "load 0 " + vcpu + ' ' + vcpu, lines);
                drain(rig, vcpu, lines);
            }
        }

        return lines;
    }

    /** Returns the file of the transcript of a control, which exists if lines of the protocol can say it. */
    static Path file(final Control control)
    {
        return Path.of("").toAbsolutePath().resolveSibling("tests")
            .resolve("src/test/resources/transcripts/rules").resolve(fileName(control.name()));
    }

    /**
     * Plays the lines of a transcript on a rig and returns the first line whose reply differs, or null.
     */
    static String firstDifference(final V4Rig rig, final List<String> lines)
    {
        String reply = null;
        String sent = null;
        for (final String line : lines)
        {
            if (line.startsWith("> v4 ") && !line.startsWith("> v4 host"))
            {
                sent = line.substring("> v4 ".length());
                reply = rig.line(sent);
            }
            else if (line.startsWith("< ") && reply != null && !reply.equals(line.substring(2)))
            {
                return sent + ": " + reply;
            }
        }

        return null;
    }

    private static List<String> setUp(final Scope scope)
    {
        final List<String> lines = new ArrayList<>();
        lines.add("create_vm " + ExploredHost.VCPUS);
        for (int event = 0; event < scope.events(); event++)
        {
            final int vintid = ExploredHost.VINTID + event;
            lines.add("map 0 " + ExploredHost.DEVICE + ' ' + event + ' ' + event % ExploredHost.VCPUS + ' ' + vintid);
            lines.add("config 0 " + vintid + ' ' + ExploredHost.PRIORITY + " 1");
        }
        lines.add("load 0 0 0");

        return lines;
    }

    private static String line(final int action)
    {
        final int first = Action.first(action);
        final int second = Action.second(action);
        switch (Action.kind(action))
        {
            case MESSAGE: return "msi " + ExploredHost.DEVICE + ' ' + first;
            case ENABLE: return "begin enable 0 " + first;
            case DISABLE: return "begin disable 0 " + first;
            case STEP: return "step";
            case MOVE: return "move 0 " + ExploredHost.DEVICE + ' ' + first + ' ' + second;
            case CONFIG:
                return "config 0 " + (ExploredHost.VINTID + first) + ' ' + ExploredHost.PRIORITY + ' ' + second;
            case ACK: return "ack 0 " + first;
            case LOAD: return "load 0 " + first + ' ' + second;
            case PUT: return "put 0 " + first;
            case BLOCK: return "block 0 " + first;
            default: throw new IllegalArgumentException("no line says it: " + Action.text(action));
        }
    }

    private static void endAcknowledge(final V4Rig rig, final int action, final List<String> lines)
    {
        final String reply = lines.get(lines.size() - 1).substring("< OK".length()).trim();
        if (Action.kind(action) == Action.Kind.ACK && !reply.equals("none"))
        {
            play(rig, "eoi 0 " + Action.first(action) + ' ' + reply, lines);
        }
    }

    private static void drain(final V4Rig rig, final int vcpu, final List<String> lines)
    {
        boolean isMore = true;
        for (int i = 0; i < DRAIN_LIMIT && isMore; i++)
        {
            play(rig, "ack 0 " + vcpu, lines);
            isMore = !lines.get(lines.size() - 1).equals("< OK none");
            endAcknowledge(rig, Action.of(Action.Kind.ACK, vcpu, 0), lines);
        }
    }

    private static void play(final V4Rig rig, final String line, final List<String> lines)
    {
        lines.add("> v4 " + line);
        lines.add("< " + rig.line(line));
    }
}
