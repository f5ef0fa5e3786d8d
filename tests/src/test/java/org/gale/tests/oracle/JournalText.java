package org.gale.tests.oracle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Text of a journal, and what an oracle takes from it: the job, priorities and targets of all interrupts, the messages
 * of devices, and what the operator of the host did. Immutable.
 */
final class JournalText
{
    private static final int LPI_TYPE = 2;
    private static final int SPI_TYPE = 3;
    private static final int TIMER = 27;
    private static final int FIRST_VLPI = 8192;
    /** Key of what raises no interrupt of its own. */
    private static final long NO_KEY = -1;
    /** Place of the modifier of a verb of KVM among its words. */
    private static final int MODIFIER = 9;
    /** Address of the frame of the first function. */
    private static final long BARS = 1L << 40;

    final StormJob job;
    final List<Message> messages = new ArrayList<>();
    /** Numbers of the commands that raise each interrupt, by its {@link #key}, in their order. */
    final Map<Long, List<Long>> raises = new HashMap<>();
    final Map<Long, Integer> priorities = new HashMap<>();
    /** vCPUs within the VM by {@link #key}. */
    final Map<Long, Integer> targets = new HashMap<>();
    private final Map<Long, Integer> ram = new HashMap<>();
    private final Map<Integer, int[]> onPe = new HashMap<>();
    private long tableOfVms;
    private long commands;
    private long sentNs = -1;
    private long baseNs;

    /** vCPUs, by VM and number within it as a {@link #key}, whose messages the hardware takes from the set-up on. */
    final Set<Long> direct = new HashSet<>();
    final List<Move> moves = new ArrayList<>();
    final List<Toggle> toggles = new ArrayList<>();
    /** Moves of vectors by guests, and the numbers of their commands. */
    final List<VectorMove> vectorMoves = new ArrayList<>();
    final List<Long> moveNumbers = new ArrayList<>();

    /** VMs that migrate, in that order. */
    final List<Integer> migrated = new ArrayList<>();
    /** Numbers of the commands that carry out steps of migrations. */
    final List<Long> steps = new ArrayList<>();
    /** Numbers of the commands that are passes before migrations. */
    final List<Long> passes = new ArrayList<>();
    final PinStores pins = new PinStores();
    private final MigratedNumbers numbers;
    final SecondLpis seconds;
    /** Messages that the last step of a migration has let go. */
    private final List<Long> sent = new ArrayList<>();

    /** Actions of guests and their monitor on functions, behind the set-up. */
    final List<Act> acts = new ArrayList<>();

    /** Message of a device, or trigger of a function. */
    record Message(int device, int event, long intendedNs, long sentNs, long number)
    {
    }

    /**
     * Action on a function or on a pin.
     *
     * @param kind   what is done
     * @param events messages and triggers in front of it
     */
    record Act(String kind, int device, int vector, boolean isOfPin, long number, int events)
    {
    }

    /** Move of an event to another vCPU of its VM. */
    record Move(int device, int event, int vpe)
    {
    }

    /** Move of a vector by its guest, by its LPI or by translation entry. */
    record VectorMove(int vm, int lpi, int vpe, boolean isByEntry)
    {
    }

    /** Begin of a transition of a vCPU. */
    record Toggle(int vm, int vpe, boolean isEnable)
    {
    }

    /** Reads the text of {@code gale journal dump}, whose job may have some traces by their hashes. */
    JournalText(final String text, final Map<String, Trace> traces) throws JsonProcessingException
    {
        StormJob found = null;
        final List<String> lines = text.lines().toList();
        for (final String line : lines)
        {
            if (line.startsWith("CONFIGURATION job="))
            {
                found = new StormJob(new ObjectMapper().readTree(line.substring(line.indexOf('=') + 1)), traces);
            }
        }
        job = found;
        numbers = new MigratedNumbers(job != null && job.isOfFunctions());
        seconds = new SecondLpis(job);
        for (final String line : lines)
        {
            final String[] words = line.split(" ");
            if (Character.isDigit(line.charAt(0)))
            {
                command(Long.parseLong(words[0]), words);
            }
        }
    }

    /** Returns the number of the last command. */
    long commands()
    {
        return commands;
    }

    /** Returns the number of an LPI of a VM; the timer of a vCPU has that of its event. */
    static long key(final int vm, final int lpi)
    {
        return (long)vm << 32 | lpi;
    }

    private void command(final long number, final String[] words)
    {
        if (!words[1].equals("TIME") && !sent.isEmpty())
        {
            final boolean isNext = words[words.length > 3 ? 3 : 1].equals("MIGRATE");
            final long raised = isNext ? number : steps.get(steps.size() - 1);
            sent.forEach(key -> raise(raised, (int)(key >> 32), key.intValue()));
            sent.clear();
        }
        commands = number;
        switch (words[1])
        {
            case "TIME" ->
            {
                if (sentNs < 0)
                {
                    tables();
                }
                baseNs = Long.parseLong(words[3]);
                sentNs = Long.parseLong(words[5]);
            }
            case "MSI" -> message(number, 0, Integer.parseInt(words[3]), Integer.parseInt(words[5]));
            case "TRIGGER" -> trigger(number, Integer.parseInt(words[3]), Integer.parseInt(words[5]));
            case "LOAD" ->
            {
                if (hex(words[5]) >= BARS)
                {
                    access(number, "LOAD", hex(words[5]));
                }
            }
            case "SYSR" -> seconds.reads(words[words.length - 1]);
            case "MSI_LONG" -> message(
                number, Integer.parseInt(words[3]), Integer.parseInt(words[5]), Integer.parseInt(words[7]));
            case "RAM" -> store(hex(words[5]), words[words.length - 1]);
            case "STORE" -> storeOf(number, words);
            case "SYSW" -> register(words);
            case "INSN" -> instruction(number, words);
            case "WIRE" ->
            {
                if (words[2].equals("SPI"))
                {
                    line(number, job.lines(null), Integer.parseInt(words[4]), words[words.length - 1].equals("1"));
                }
                else
                {
                    timer(number, onPe(words[4]), words[words.length - 1]);
                }
            }
            case "HOST" -> host(number, words);
            default -> throw new IllegalArgumentException(String.join(" ", words));
        }
    }

    private void message(final long number, final int its, final int deviceId, final int event)
    {
        if (deviceId % job.itss != its)
        {
            throw new IllegalArgumentException("command " + number + ": device " + deviceId + " at ITS " + its);
        }
        final StormJob.Device device = job.devices.get(deviceId);
        messages.add(new Message(device.index(), event, baseNs, sentNs, number));
        final int vm = device.stream().vm().index();
        if (job.kind.equals("gicv4") && numbers.isHolding(vm))
        {
            numbers.hold(key(vm, device.firstLpi() + event));
            return;
        }
        raise(number, vm, device.firstLpi() + event);
    }

    /** Takes a message that a monitor holds. */
    private void held(final long number, final int its, final long word)
    {
        final StormJob.Device device = job.devices.get((int)(word >>> 32));
        if (device.index() % job.itss != its)
        {
            throw new IllegalArgumentException("command " + number + ": device " + device.index() + " at ITS " + its);
        }
        messages.add(new Message(device.index(), (int)word, baseNs, sentNs, number));
        numbers.hold(key(device.stream().vm().index(), device.firstLpi() + (int)word));
    }

    private void trigger(final long number, final int function, final int vector)
    {
        final StormJob.Device device = job.devices.get(function);
        messages.add(new Message(function, vector, baseNs, sentNs, number));
        raise(number, device.stream().vm().index(), device.firstLpi() + vector);
    }

    private void storeOf(final long number, final String[] words)
    {
        final long address = hex(words[5]);
        if (address < BARS)
        {
            seconds.stores(words[6]);
            tableOfVms = words[6].equals("irs.config+0x200") ? hex(words[8]) & ~0xfffL : tableOfVms;
        }
        else
        {
            final boolean isControl = (address & 15) == 12;
            access(number, !isControl ? "DATA" : hex(words[words.length - 1]) == 1 ? "MASK" : "UNMASK", address);
        }
    }

    /** Takes an access to the frame of a function, behind the set-up. */
    private void access(final long number, final String kind, final long address)
    {
        act(number, kind, (int)((address - BARS) >> 16), (int)(address & 0x7fff) >> 4, false);
    }

    private void act(
        final long number, final String kind, final int device, final int vector, final boolean isOfPin)
    {
        if (sentNs >= 0)
        {
            acts.add(new Act(kind, device, vector, isOfPin, number, messages.size()));
        }
    }

    /** Takes a verb of an eventfd: those of pins come first, then those of the vectors of all functions. */
    private void eventfd(final long number, final String kind, final int eventfd)
    {
        if (eventfd < job.vms.size())
        {
            pins.eventfd(number, kind, eventfd);
            act(number, kind, 0, 0, true);
            return;
        }
        int vector = eventfd - job.vms.size();
        int device = 0;
        while (vector >= job.devices.get(device).stream().events())
        {
            vector -= job.devices.get(device++).stream().events();
        }
        act(number, kind, device, vector, false);
    }

    private void store(final long address, final String bytes)
    {
        for (int i = 0; i < bytes.length(); i += 2)
        {
            ram.put(address + i / 2, Integer.parseInt(bytes.substring(i, i + 2), 16));
        }
    }

    private long load(final long address, final int bytes)
    {
        long value = 0;
        for (int i = bytes - 1; i >= 0; i--)
        {
            value = value << 8 | ram.getOrDefault(address + i, 0);
        }

        return value;
    }

    /** Takes priorities and targets from the tables of a GICv5's VMs, when the set-up is over. */
    private void tables()
    {
        for (final StormJob.Vm vm : job.vms)
        {
            if (!job.isScheduled())
            {
                final long table = load(tableOfVms + 32L * vm.index() + 16, 8) & 0x00ff_ffff_ffff_ffc0L;
                for (int lpi = 0; lpi < vm.group().node().get("lpis").asInt(); lpi++)
                {
                    final long entry = load(table + 4L * lpi, 4);
                    priorities.putIfAbsent(key(vm.index(), lpi), (int)(entry >> 11) & 31);
                    targets.putIfAbsent(key(vm.index(), lpi), (int)(entry >> 16));
                }
            }
        }
    }

    private void register(final String[] words)
    {
        final long value = hex(words[words.length - 1]);
        if (words[5].equals("ICH_CONTEXTR_EL2"))
        {
            onPe.put(Integer.parseInt(words[3]), new int[]{(int)value & 0xffff, (int)(value >> 32) & 0xffff});
        }
        else if (words[5].equals("ICC_PPI_PRIORITYR3_EL1"))
        {
            final int[] vcpu = onPe(words[3]);
            final long timer = timerKey(vcpu[0], vcpu[1]);
            priorities.put(timer, (int)(value >> (8 * (TIMER % 8))) & 31);
            targets.put(timer, vcpu[1]);
        }
    }

    private void instruction(final long number, final String[] words)
    {
        final String verb = words[6];
        final long operand = hex(words[8]);
        final int lpi = (int)operand & 0xff_ffff;
        if ((operand >> 29 & 7) == SPI_TYPE && verb.equals("CDDI"))
        {
            pins.deactivates(number);
        }
        if ((operand >> 29 & 7) != LPI_TYPE)
        {
            return;
        }
        if (verb.equals("VDPEND"))
        {
            raise(number, (int)(operand >> 32) & 0xffff, lpi);

            return;
        }
        final int vm = onPe(words[3])[0];
        final boolean isCarried = verb.equals("CDPEND") && seconds.isCarried(vm, lpi);
        switch (verb)
        {
            case "CDPRI" -> priorities.putIfAbsent(key(vm, seconds.first(vm, lpi)), (int)(operand >> 35) & 31);
            case "CDAFF" -> target(number, vm, lpi, (int)(operand >> 32) & 0xffff);
            case "CDPEND" -> raises.computeIfAbsent(isCarried ? NO_KEY : key(vm, lpi),
                key -> new ArrayList<>()).add(number);
            default ->
            {
            }
        }
    }

    /** Takes the target of an LPI: behind the set-up its guest moves it. */
    private void target(final long number, final int vm, final int lpi, final int vpe)
    {
        targets.putIfAbsent(key(vm, seconds.first(vm, lpi)), vpe);
        if (sentNs >= 0)
        {
            vectorMoves.add(new VectorMove(vm, seconds.first(vm, lpi), vpe, seconds.isOther(vm, lpi)));
            moveNumbers.add(number);
        }
    }

    private void host(final long number, final String[] words)
    {
        final String verb = words[2] + ' ' + words[3];
        switch (verb)
        {
            case "v4 ENABLE" -> direct.add(key(word(words, 4), word(words, 5)));
            case "v4 MAP" -> targets.put(key(word(words, 4), word(words, 8) - FIRST_VLPI), word(words, 7));
            case "v4 CONFIG" -> priorities.put(key(word(words, 4), word(words, 5) - FIRST_VLPI), word(words, 6));
            case "v4 BEGIN_ENABLE", "v4 BEGIN_DISABLE" ->
                toggles.add(new Toggle(word(words, 4), word(words, 5), verb.endsWith("_ENABLE")));
            case "v4 MOVE" -> moves.add(new Move(word(words, 5), word(words, 6), word(words, 7)));
            case "kvm MIGRATE" -> migrate(number, word(words, 5),
                words.length > MODIFIER && words[MODIFIER - 1].equals("modifier") ? hex(words[MODIFIER]) >> 8 : 0);
            case "v4 MIGRATE", "vm MIGRATE" -> migrate(number, word(words, 4), word(words, 6));
            case "kvm STEP", "v4 STEP", "vm STEP" -> step(number);
            case "kvm PRECOPY", "v4 PRECOPY", "vm PRECOPY" -> passes.add(number);
            case "kvm HOLD" -> held(number, (int)hex(words[5]), hex(words[6]));
            case "kvm RUN" -> onPe.put(Integer.parseInt(words[words.length - 1]),
                new int[]{Integer.parseInt(words[5]), Integer.parseInt(words[7])});
            case "kvm IRQ_LINE" -> line(number, job.lines(job.vms.get(word(words, 5))), word(words, 9),
                (hex(words[11]) & 1) != 0);
            case "kvm LINE" -> timer(number, new int[]{Integer.parseInt(words[5]), Integer.parseInt(words[7])},
                words[words.length - 1]);
            case "msix CONTROL", "msix SAVE", "msix RESTORE_DATA", "msix RESTORE" ->
                act(number, words[3], verb.endsWith("_DATA") ? 0 : word(words, 4), 0, false);
            case "irqfd DROP", "irqfd ROUTE", "irqfd CONSUME", "irqfd SIGNAL" ->
                eventfd(number, words[3], word(words, 4));
            default ->
            {
            }
        }
    }

    private void migrate(final long number, final int vm, final long failing)
    {
        steps.add(number);
        migrated.add(numbers.begin(vm, job.vms.size(), (int)failing));
    }

    /** Takes a step of a migration, or of a transition. */
    private void step(final long number)
    {
        if (numbers.isUnderWay())
        {
            steps.add(number);
            sent.addAll(numbers.step());
        }
    }

    private static int word(final String[] words, final int index)
    {
        return Integer.parseInt(words[index]);
    }

    private void line(final long number, final List<long[]> lines, final int spi, final boolean isHigh)
    {
        if (isHigh)
        {
            raise(number, (int)lines.get(spi)[0], (int)lines.get(spi)[1]);
        }
    }

    private void timer(final long number, final int[] vcpu, final String level)
    {
        if (level.equals("1") || level.equals("0x1"))
        {
            raises.computeIfAbsent(timerKey(vcpu[0], vcpu[1]), key -> new ArrayList<>()).add(number);
        }
    }

    private void raise(final long number, final int vm, final int lpi)
    {
        raises.computeIfAbsent(key(vm, lpi), key -> new ArrayList<>()).add(number);
    }

    /** Returns the number of the timer of a vCPU. */
    private long timerKey(final int vm, final int vpe)
    {
        for (final StormJob.Device device : job.devices)
        {
            if (device.stream().vm().index() == vm && device.stream().hasTimers())
            {
                return key(vm, device.firstLpi() + device.stream().firstTimer() + vpe);
            }
        }
        throw new IllegalArgumentException("VM " + vm + " has no timer");
    }

    private int[] onPe(final String pe)
    {
        return onPe.get(Integer.parseInt(pe));
    }

    private static long hex(final String text)
    {
        return Long.parseUnsignedLong(text.substring(2), 16);
    }
}
