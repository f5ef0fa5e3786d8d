package org.gale.engine.storm.run;

import java.util.Arrays;
import java.util.function.LongSupplier;
import org.agrona.DirectBuffer;
import org.gale.engine.agent.DrainLimit;
import org.gale.engine.agent.ForwardingObserver;
import org.gale.engine.agent.RunObserver;
import org.gale.engine.command.CommandCursor;
import org.gale.engine.command.Commands;
import org.gale.engine.command.IrqfdVerb;
import org.gale.engine.command.MigrationOrder;
import org.gale.engine.command.MsixVerb;
import org.gale.engine.command.VmVerb;
import org.gale.engine.machine.Machine;
import org.gale.engine.machine.Outputs;
import org.gale.engine.storm.topology.ItsDeal;
import org.gale.engine.storm.topology.Topology;
import org.gale.ringbuf.CommandWord;
import org.gale.ringbuf.CommandWords;
import org.gale.tables.operand.GicCdIa;
import org.gale.tables.operand.GicCdIntid;
import org.gale.tables.operand.GicInstruction;
import org.gale.tables.operand.Intid;

/**
 * Witness of the vectors and level pins of a storm (P1, P2). It reads the commands of devices, guests and monitor and
 * the acknowledges of guests, keeps shadow bits of each vector, and compares them with the machine. An event that
 * functions call merged, and that met none which was held, is lost. All guests are resident, each on the PE of its
 * number. Owned by the thread of the machine.
 * <pre>
 *   wall clock      drained, scheduled: check the frames before, then read the commands
 *                   applied: read the acknowledges
 *   virtual clock   applying: read the command | applied: read its result, and check it
 * </pre>
 */
public final class VectorWitness
{
    private static final int NONE = DueLpis.NONE;
    private static final long ID_MASK = Intid.ID.mask();
    private static final long LPI_ACK =
        (long)Outputs.ACK << 60 | Integer.toUnsignedLong(Intid.of(Intid.TYPE_LPI, 0));
    private static final long KIND_AND_TYPE = -1L << 60 | Integer.toUnsignedLong(Intid.of(7, 0));
    /** Base of a PE without a guest: no index follows from it. */
    private static final int NO_GUEST = Integer.MIN_VALUE;

    private final Topology topology;
    private final Outputs outputs;
    private final DueLpis lpis;
    private final WitnessedVectors vectors;
    private final WitnessedEventfds eventfds;
    private final WitnessedPins pins;
    private final VectorCheck check;
    private final WitnessedMigrations migrations;
    /** Index of the LPI with ID 0 of the guest on each PE. */
    private final int[] bases;
    private final int lpiCount;
    private final long[] words = new long[DrainLimit.WORDS_MAX];
    private final CommandCursor cursor = new CommandCursor();
    /** Words of the outputs that were read. */
    private int scanned;
    /** LPI that was acknowledged though it was not due, or {@link DueLpis#NONE}. */
    private int unexpected = NONE;
    private int opcode;                                             // of the command in hand, as the next ones
    private int vector;
    private int acknowledgingPe;
    private boolean isOfFunction;
    private boolean isOfMigration;
    private LongSupplier appliedSequence = () -> 0;
    private PlugCheck plugs;

    private VectorWitness(final Topology topology, final Machine machine, final MigrationOrder order)
    {
        this.topology = topology;
        this.outputs = machine.outputs();
        this.lpis = new DueLpis(topology);
        this.vectors = new WitnessedVectors(lpis, topology.totalDevices());
        this.eventfds = new WitnessedEventfds(vectors);
        this.plugs = new PlugCheck(vectors, () -> -1);
        this.pins = new WitnessedPins(machine);
        this.lpiCount = lpis.count();
        this.bases = new int[Math.max(topology.pes(), topology.totalVpes())];
        Arrays.fill(bases, NO_GUEST);
        for (int vcpu = 0; vcpu < topology.totalVpes(); vcpu++)
        {
            bases[vcpu] = lpis.firstOf(topology.vmOfVpe(vcpu)) - topology.firstLpiId();
        }
        this.migrations = new WitnessedMigrations(topology, vectors, lpis, machine);
        if (machine.functions() != null)
        {
            migrations.adopt(order);
            lpis.takeOver(machine);
            vectors.takeOver(machine.functions());
            eventfds.adopt(machine.functions());
            pins.takeOver(machine.functions());
        }
        this.check = new VectorCheck(topology, machine, lpis, vectors, pins, migrations);
    }

    /** Makes the witness of a storm that begins; null for one whose devices have no vectors. */
    public static VectorWitness of(final Topology topology, final Machine machine)
    {
        return of(topology, machine, MigrationOrder.RIGHT);
    }

    /**
     * Makes the witness of a storm that begins or goes on; null as well.
     *
     * @param order in which its VMs migrate
     */
    static VectorWitness of(final Topology topology, final Machine machine, final MigrationOrder order)
    {
        return topology.deal().isByTriggers() ? new VectorWitness(topology, machine, order) : null;
    }

    /**
     * Checks everything.
     *
     * @param sequence number of the last command applied
     * @throws org.gale.engine.record.InvariantBrokenException naming the vector, its function and command
     */
    public void check(final long sequence)
    {
        acknowledge();
        check.all(unexpected, sequence);
        plugs.check(vectors, sequence);
    }

    /**
     * Has the functions that are unplugged from now on compared with what the guests say.
     *
     * @param plugged returns the number; negative while it is not known
     */
    public void expectPlugs(final LongSupplier plugged)
    {
        plugs = new PlugCheck(vectors, plugged);
    }

    /**
     * Reads a command that is applied next, on the virtual clock.
     *
     * @param sequence number of the command
     */
    public void applying(final DirectBuffer frame, final int offset, final long sequence)
    {
        final long word = frame.getLong(offset);
        opcode = CommandWord.opcode(word);
        isOfFunction = false;
        if (opcode == CommandWord.TRIGGER)
        {
            vector = vectors.index(Commands.msiDeviceId(word), Commands.vector(word));
            vectors.trigger(word, sequence);
        }
        else if (opcode != CommandWord.TIME)
        {
            read(frame, offset, word, sequence);
        }
    }

    /**
     * Checks the command that was read last, after it was applied.
     *
     * @param sequence number of the command
     * @throws org.gale.engine.record.InvariantBrokenException naming the vector, its function and command
     */
    public void applied(final long sequence)
    {
        if (opcode == CommandWord.TRIGGER)
        {
            check.vector(vector, sequence);
        }
        else if (opcode == CommandWord.INSN && acknowledgingPe != NONE)
        {
            final long result = outputs.lastValue();
            if (GicCdIa.isValid(result))
            {
                acknowledged(acknowledgingPe, GicCdIa.intid(result));
            }
            if (unexpected != NONE)
            {
                check.frame(unexpected, sequence);
            }
        }
        else if (isOfMigration)
        {
            isOfMigration = false;
            migrations.ended(outputs);
            check.changed(sequence);
        }
        else if (isOfFunction)
        {
            check.changed(sequence);
        }
    }

    /** Sets the source of the number of the last command applied, frame by frame, on the wall clock. */
    void sequence(final LongSupplier applied)
    {
        appliedSequence = applied;
    }

    /** Returns an observer that calls another one, for a run on the wall clock. */
    RunObserver before(final RunObserver next)
    {
        return new Observer(next);
    }

    /** Observer of frames, which checks those before the one in hand. */
    private final class Observer extends ForwardingObserver
    {
        private long read;

        private Observer(final RunObserver next)
        {
            super(next);
        }

        @Override
        public void drained(final DirectBuffer frame, final int offset, final int endOffset, final long nowNs)
        {
            read = appliedSequence.getAsLong();
            begin();
            read += readDrained(frame, offset, endOffset, read + 1);
            super.drained(frame, offset, endOffset, nowNs);
        }

        @Override
        public void scheduled(final DirectBuffer frame, final int offset, final int endOffset, final long nowNs)
        {
            read = Math.max(read, appliedSequence.getAsLong());
            begin();
            cursor.wrap(frame, offset, endOffset);
            while (cursor.next())
            {
                read++;
                VectorWitness.this.read(frame, cursor.offset(), cursor.word(), read);
            }
            super.scheduled(frame, offset, endOffset, nowNs);
        }

        @Override
        public void applied(final Outputs log, final long nowNs)
        {
            acknowledge();
            scanned = 0;
            super.applied(log, nowNs);
        }

        private void begin()
        {
            acknowledge();
            if (isOfFunction)
            {
                isOfFunction = false;
                check.changed(read);
            }
            check.frame(unexpected, read);
        }
    }

    /** Reads commands of the lanes, and returns their number. */
    private int readDrained(final DirectBuffer frame, final int offset, final int endOffset, final long first)
    {
        final int count = (endOffset - offset) >>> 3;
        CommandWords.copy(frame, offset, words, 0, count);
        int operands = 0;
        int at = 0;
        while (at < count)
        {
            final int end = vectors.triggers(words, at, count, first + at - operands);
            if (end == at)
            {
                final int length = CommandWord.length(words[at]);
                if (CommandWord.opcode(words[at]) != CommandWord.TIME)
                {
                    read(frame, offset + (at << 3), words[at], first + at - operands);
                }
                operands += length - 1;
                at += length;
            }
            else
            {
                at = end;
            }
        }

        return count - operands;
    }

    private void read(final DirectBuffer frame, final int offset, final long word, final long command)
    {
        switch (CommandWord.opcode(word))
        {
            case CommandWord.TRIGGER -> vectors.trigger(word, command);
            case CommandWord.MSI -> message(word, 0, command);
            case CommandWord.MSI_LONG -> message(word, frame.getLong(offset + Long.BYTES), command);
            case CommandWord.STORE ->
            {
                vectors.store(frame.getLong(offset + Long.BYTES), Commands.sizeBytes(word),
                    frame.getLong(offset + 2 * Long.BYTES));
                isOfFunction = true;
            }
            case CommandWord.INSN -> instruction(word, frame.getLong(offset + Long.BYTES), command);
            case CommandWord.HOST -> host(frame, offset, word, command);
            default ->
            {
            }
        }
    }

    /** Reads a message that a producer has sent beside the vectors. */
    private void message(final long word, final long second, final long command)
    {
        final long event = topology.deal().event(word, second);
        final int device = Commands.msiDeviceId(event);
        if (event != ItsDeal.NO_EVENT && lpis.isDevice(device))
        {
            final int events = topology.events(device);
            final int number = Commands.msiEventId(event);
            if (number < 2 * events)                                // both messages of a vector are of its LPI
            {
                lpis.triggered(lpis.first(device) + number % events, command);
                lpis.sends(device, lpis.first(device) + number % events);
            }
        }
    }

    private void instruction(final long word, final long operand, final long command)
    {
        final int code = Commands.code(word);
        acknowledgingPe = code == GicInstruction.CDIA.code() ? Commands.pe(word) : NONE;
        if (code == GicInstruction.CDDI.code() && Intid.isSpi(GicCdIntid.intid(operand)))
        {
            pins.deactivated(Intid.id(GicCdIntid.intid(operand)), command);
            isOfFunction = true;
        }
    }

    private void host(final DirectBuffer frame, final int offset, final long word, final long command)
    {
        final int family = Commands.hostFamily(word);
        if (family == MsixVerb.FAMILY)
        {
            vectors.function(MsixVerb.of(word), frame, offset);
            isOfFunction = true;
        }
        else if (family == IrqfdVerb.FAMILY)
        {
            eventfd(IrqfdVerb.of(word), frame, offset, command);
            isOfFunction = true;
        }
        else if (family == VmVerb.FAMILY && VmVerb.of(word) != VmVerb.PRECOPY)     // a pass changes nothing
        {
            migrations.begins(frame, offset, word);
            isOfMigration = true;
        }
    }

    private void eventfd(final IrqfdVerb verb, final DirectBuffer frame, final int offset, final long command)
    {
        final int eventfd = (int)IrqfdVerb.operand(frame, offset, 0);
        switch (verb)
        {
            case ADD -> eventfds.carry(eventfd, (int)IrqfdVerb.operand(frame, offset, 1),
                (int)IrqfdVerb.operand(frame, offset, 2));
            case ADD_PIN -> pins.add(new WitnessedPin(eventfd, (int)IrqfdVerb.operand(frame, offset, 1)));
            case ROUTE, DROP ->
            {
                if (!pins.route(eventfd, verb == IrqfdVerb.ROUTE, command))
                {
                    eventfds.route(eventfd, verb == IrqfdVerb.ROUTE);
                }
            }
            case SIGNAL ->
            {
                if (!pins.line(eventfd, IrqfdVerb.operand(frame, offset, 1) != 0, command))
                {
                    eventfds.signal(eventfd, command);
                }
            }
            case CONSUME -> eventfds.consume(eventfd);               // that of a pin stays held
            case REMOVE -> eventfds.remove(eventfd);
            default -> throw new IllegalStateException("no command of an eventfd: " + verb);
        }
    }

    /** Reads the acknowledges that were put out since the last time. */
    private void acknowledge()
    {
        if (isOfMigration && migrations.ended(outputs, scanned))    // the step comes before the turns of its frame
        {
            isOfMigration = false;
            isOfFunction = true;
        }
        int begin = scanned;
        int at = 0;
        while (begin < outputs.words())
        {
            final int count = outputs.copy(begin, words);
            while (at < count)
            {
                final long word = words[at];
                if (((word ^ LPI_ACK) & KIND_AND_TYPE) == 0)
                {
                    acknowledgedLpi(Outputs.pe(word), (int)(word & ID_MASK));
                    at++;
                }
                else
                {
                    other(word);
                    at += Outputs.length(word);
                }
            }
            begin += count;
            at -= count;                                            // 1 if a second word is yet to come
        }
        scanned = outputs.words();
    }

    /** Takes an output that is no acknowledge of an LPI: a turn deactivates the SPI that it has acknowledged. */
    private void other(final long word)
    {
        if (Outputs.kind(word) == Outputs.ACK && Intid.isSpi(Outputs.value(word)))
        {
            pins.acknowledged(Intid.id(Outputs.value(word)));
            pins.deactivated(Intid.id(Outputs.value(word)), 0);
        }
    }

    private void acknowledged(final int pe, final int intid)
    {
        if (Intid.type(intid) == Intid.TYPE_LPI)
        {
            acknowledgedLpi(pe, Intid.id(intid));
        }
        else if (Intid.isSpi(intid))
        {
            pins.acknowledged(Intid.id(intid));
        }
    }

    private void acknowledgedLpi(final int pe, final int id)
    {
        final int index = (pe < bases.length ? bases[pe] : NO_GUEST) + id;
        if (Integer.compareUnsigned(index, lpiCount) < 0 && !lpis.acknowledged(index) && unexpected == NONE)
        {
            unexpected = index;
        }
    }
}
