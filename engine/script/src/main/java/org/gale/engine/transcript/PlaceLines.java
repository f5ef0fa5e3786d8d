package org.gale.engine.transcript;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.gale.engine.accounting.OwnerId;
import org.gale.engine.command.Commands;
import org.gale.engine.command.V4Verb;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.machine.DirectQueries;
import org.gale.engine.machine.InterruptQueries;
import org.gale.engine.machine.Machine;
import org.gale.engine.replay.CommandScan;
import org.gale.engine.replay.ReplayCursor;
import org.gale.engine.script.ScriptLines;
import org.gale.ringbuf.CommandWord;
import org.gale.tables.operand.GicCdIa;
import org.gale.tables.operand.GicInstruction;
import org.gale.tables.operand.Intid;

/**
 * Lines of the commands of a journal, as far as they reach the interrupts of a choice. Events and what a guest takes
 * count from a beginning on; what sets the machine up counts always. A turn becomes the acknowledges, priority drops
 * and deactivations that it did. Owned by the thread of the cursor.
 */
final class PlaceLines
{
    /** Limit of the lines of a transcript. */
    static final int LINE_LIMIT = 100_000;

    /** Owner of a command that names none: it reaches all. */
    private static final int ANY = -2;

    private final CommandScan scan;
    private final ReplayCursor cursor;
    private final long touch;
    private final int owner;
    private final Reach reach;
    private final List<Line> lines = new ArrayList<>();
    /** Interrupts that the guest of a PE has acknowledged and not dropped yet: whether each is the chosen one. */
    private final Map<Integer, Deque<Boolean>> running = new HashMap<>();

    /** Which interrupts the lines of a transcript reach. */
    enum Reach
    {
        /** One interrupt. */
        INTERRUPT("this interrupt alone"),
        /** All interrupts of its owner. */
        VM("all interrupts of its owner"),
        /** All interrupts. */
        ALL("all commands");

        private final String title;

        Reach(final String title)
        {
            this.title = title;
        }

        /** Returns the words for people. */
        String title()
        {
            return title;
        }
    }

    /**
     * Line of a transcript that is made.
     *
     * @param command of the session
     * @param reply   that the journal's machine gave, or null for any
     */
    record Line(String command, String reply)
    {
    }

    PlaceLines(final CommandScan scan, final ReplayCursor cursor, final long touch, final Reach reach)
    {
        this.scan = scan;
        this.cursor = cursor;
        this.touch = touch;
        this.owner = (int)(touch >>> Integer.SIZE);
        this.reach = reach;
    }

    /**
     * Returns the lines from the beginning of the journal to a command.
     *
     * @param from command after which events count
     * @return the lines, or null if there are more than a transcript may have
     */
    List<Line> of(final long from, final long to) throws IOException
    {
        scan.begin(0);
        lines.addAll(machine(cursor.machine().config()));
        boolean isOn = true;
        while (isOn && cursor.sequence() < to && scan.next())
        {
            add(cursor.sequence() > from);
            isOn = lines.size() <= LINE_LIMIT / 2;
        }
        scan.end();

        return isOn ? lines : null;
    }

    /** Returns the lines that make a machine of a configuration. */
    private static List<Line> machine(final MachineConfig config)
    {
        final List<Line> lines = new ArrayList<>();
        final String prefix = "v4.";
        final List<String> words = List.of(config.toKeys().split(" ", -1));
        lines.add(new Line("machine " + words.stream().filter(word -> !word.startsWith(prefix) &&
            (config.gicv4() == null || !word.startsWith("pes="))).collect(Collectors.joining(" ")), "OK"));
        if (config.gicv4() != null)
        {
            lines.add(new Line("v4 host " + words.stream().filter(word -> word.startsWith(prefix))
                .map(word -> word.substring(prefix.length())).collect(Collectors.joining(" ")), "OK 0"));
        }

        return lines;
    }

    private void add(final boolean isFrom) throws IOException
    {
        final long word = scan.frame().getLong(scan.offset());
        switch (CommandWord.opcode(word))
        {
            case CommandWord.TIME ->
            {
                // The times of events are of the account alone.
            }
            case CommandWord.TURN -> turn(isFrom);
            case CommandWord.MSI, CommandWord.MSI_LONG, CommandWord.TRIGGER -> event(isFrom);
            case CommandWord.INSN -> instruction(word, isFrom);
            case CommandWord.HOST -> host(word, isFrom);
            default -> command(null);
        }
    }

    private void command(final String reply)
    {
        final String line = ScriptLines.of(scan.frame(), scan.offset(), isGicv4());
        if (line == null)
        {
            throw new IllegalArgumentException("no script: no line does what command " +
                cursor.sequence() + " did: " + scan.text());
        }
        lines.add(new Line(line, reply));
    }

    private void event(final boolean isFrom)
    {
        final boolean isOfVm = scan.touched() == 0 ? scan.opcode() == CommandWord.TRIGGER :
            (int)(scan.touch(0) >>> Integer.SIZE) == owner;
        if (isFrom && (reach == Reach.ALL || (reach == Reach.VM ? isOfVm :
            scan.hasTouched(touch) || (scan.touched() == 0 && isOfVm))))
        {
            command(null);
        }
    }

    private void turn(final boolean isFrom)
    {
        for (final long taken : scan.acknowledged())
        {
            final int pe = (int)(taken >>> Integer.SIZE);
            final int intid = (int)taken;
            if (isGicv4())
            {
                takenOfHost(pe, intid, isFrom);
            }
            else if (isFrom && isWanted(residentOwner(pe), intid))
            {
                final List<String> three = ScriptLines.taken(pe, intid);
                lines.add(new Line(three.get(0), acknowledged(GicCdIa.of(intid))));
                lines.add(new Line(three.get(1), null));
                lines.add(new Line(three.get(2), null));
            }
        }
    }

    private void takenOfHost(final int cpu, final int intid, final boolean isFrom)
    {
        final DirectQueries queries = DirectQueries.of(cursor.machine());
        for (int vm = 0; vm < queries.vmCount(); vm++)
        {
            for (int vcpu = 0; vcpu < queries.vcpuCount(vm); vcpu++)
            {
                if (isFrom && queries.vcpu(vm, vcpu).cpu() == cpu &&
                    isWanted(cursor.machine().accounts().vmOwner(vm), Intid.of(Intid.TYPE_LPI, intid)))
                {
                    final List<String> two = ScriptLines.takenByVcpu(vm, vcpu, intid);
                    lines.add(new Line(two.get(0), "OK " + intid));
                    lines.add(new Line(two.get(1), null));
                }
            }
        }
    }

    private void instruction(final long word, final boolean isFrom)
    {
        final GicInstruction instruction = GicInstruction.byCode(Commands.code(word));
        final int pe = Commands.pe(word);
        final boolean isGuest = Commands.el(word) == Commands.VEL1;
        final boolean isAcknowledge = instruction != null && instruction.hasResult();
        final int of = isGuest ? residentOwner(pe) : scan.touched() == 0 || isAcknowledge ? ANY :
            (int)(scan.touch(0) >>> Integer.SIZE);
        final boolean isOfOwner = of == owner || of == ANY;
        if (isGuest && (isAcknowledge || instruction == GicInstruction.CDEOI || instruction == GicInstruction.CDDI))
        {
            final boolean isChosen = isChosen(instruction, pe);
            if (isFrom && (reach == Reach.ALL || (isOfOwner && (reach == Reach.VM || isChosen))))
            {
                command(isAcknowledge ? acknowledged(scan.value()) : null);
            }
        }
        else if (reach == Reach.ALL ||
            (isOfOwner && (reach == Reach.VM || scan.touched() == 0 || isAcknowledge || scan.hasTouched(touch))))
        {
            command(null);
        }
    }

    /** Returns whether a guest's acknowledge, drop or deactivation is that of the chosen interrupt. */
    private boolean isChosen(final GicInstruction instruction, final int pe)
    {
        final Deque<Boolean> stack = running.computeIfAbsent(pe, any -> new ArrayDeque<>());
        final boolean isTouched = scan.hasTouched(touch);
        if (instruction == GicInstruction.CDEOI)
        {
            return !stack.isEmpty() && stack.pop();
        }
        if (instruction.hasResult() && GicCdIa.isValid(scan.value()))
        {
            stack.push(isTouched);
        }

        return isTouched;
    }

    private void host(final long word, final boolean isFrom)
    {
        final V4Verb verb = V4Verb.of(word);
        if (verb == null)
        {
            command(null);
            return;
        }
        final boolean isOfOwner = reach == Reach.ALL || verb == V4Verb.CREATE_VM || verb == V4Verb.LEGACY ||
            verb == V4Verb.STEP || verb == V4Verb.FAIL || cursor.machine().accounts().vmOwner(
                (int)V4Verb.operand(scan.frame(), scan.offset(), 0)) == owner;
        final boolean isTraffic = verb == V4Verb.ACK || verb == V4Verb.EOI || verb == V4Verb.SGI;
        final boolean isReached = reach != Reach.INTERRUPT || scan.hasTouched(touch) ||
            (!isTraffic && verb != V4Verb.CONFIG);
        if (isOfOwner && isReached && (isFrom || !isTraffic))
        {
            command(verb != V4Verb.ACK ? null : scan.value() < 0 ? "OK none" : "OK " + scan.value());
        }
    }

    private boolean isWanted(final int of, final int intid)
    {
        return reach == Reach.ALL || (of == owner && (reach == Reach.VM || intid == (int)touch));
    }

    private int residentOwner(final int pe)
    {
        final Machine machine = cursor.machine();
        final int resident = machine.queries() instanceof InterruptQueries queries && machine.config().virtual() ?
            queries.residentOwner(pe) : OwnerId.NONE;

        return resident == OwnerId.NONE ? machine.accounts().physicalOwner() : resident;
    }

    private boolean isGicv4()
    {
        return cursor.machine().config().gicv4() != null;
    }

    private static String acknowledged(final long result)
    {
        return String.format("OK 0x%016x", result);
    }
}
