package org.gale.engine.storm.run;

import java.util.List;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.NanoClock;
import org.gale.engine.agent.TurnSource;
import org.gale.engine.command.Commands;
import org.gale.engine.command.MsixVerb;
import org.gale.engine.config.Board;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.config.MachineKeys;
import org.gale.engine.machine.Machine;
import org.gale.engine.software.CommandSink;
import org.gale.engine.storm.flow.EventSource;
import org.gale.engine.storm.flow.SendingGuests;
import org.gale.engine.storm.flow.Setup;
import org.gale.engine.storm.profile.HostModel;
import org.gale.engine.storm.profile.Workload;
import org.gale.engine.storm.result.AccountingRow;
import org.gale.engine.storm.result.StormActions;
import org.gale.engine.storm.result.StormControl;
import org.gale.engine.storm.topology.Topology;
import org.gale.tables.register.ItsTranslater;

/** Workload whose devices have functions: vector v of each carries event v to the ITS of the device, unmasked. */
final class VectorWorkload implements Workload
{
    private static final long BARS = 1L << 44;
    private static final long FRAME = 0x1_0000;
    private static final int ENTRY = 16;

    private final Workload of;
    private final Topology topology;
    private final boolean masks;

    VectorWorkload(final Workload of)
    {
        this(of, false);
    }

    /** @param masks true for {@link VectorGuests} */
    VectorWorkload(final Workload of, final boolean masks)
    {
        this.of = of;
        this.masks = masks;
        this.topology = of.topology().byTriggers();
    }

    /** Returns the address of the frame of a function. */
    static long bar(final int function)
    {
        return BARS + function * FRAME;
    }

    @Override
    public Setup setUp(final CommandSink sink)
    {
        final Setup before = of.setUp(sink);

        return new Setup()
        {
            @Override
            public int stepCount()
            {
                return before.stepCount() + topology.totalDevices();
            }

            @Override
            public void step(final int index)
            {
                if (index < before.stepCount())
                {
                    before.step(index);
                }
                else
                {
                    function(sink, index - before.stepCount());
                }
            }
        };
    }

    private void function(final CommandSink sink, final int device)
    {
        final ExpandableArrayBuffer command = new ExpandableArrayBuffer();
        final Board board = machine().board();
        final long address =
            board.frame(MachineKeys.ITS_TRANSLATE, topology.deal().itsOf(device)) + ItsTranslater.OFFSET;
        final int vectors = topology.events(device);
        emit(sink, command, MsixVerb.CREATE.encode(command, 0, device, vectors, bar(device)));
        for (int vector = 0; vector < vectors; vector++)
        {
            final long entry = bar(device) + (long)vector * ENTRY;
            emit(sink, command, Commands.store(command, 0, entry, Long.BYTES, address));
            emit(sink, command, Commands.store(command, 0, entry + Long.BYTES, Long.BYTES, vector));
        }
        emit(sink, command, MsixVerb.CONTROL.encode(command, 0, device, 1, 0));
    }

    private static void emit(final CommandSink sink, final ExpandableArrayBuffer command, final int end)
    {
        sink.accept(command, end >>> 3);
    }

    @Override
    public Topology topology()
    {
        return topology;
    }

    @Override
    public EventSource events()
    {
        return of.events();
    }

    @Override
    public MachineConfig machine()
    {
        return of.machine();
    }

    @Override
    public long snapshotBytes()
    {
        return of.snapshotBytes();
    }

    @Override
    public TurnSource guests(final Machine machine, final NanoClock clock, final SendingGuests sending)
    {
        final TurnSource guests = of.guests(machine, clock, sending);

        return masks ? new VectorGuests(guests, topology) : guests;
    }

    @Override
    public HostModel hostModel()
    {
        return of.hostModel();
    }

    @Override
    public long plugged()
    {
        return of.plugged();
    }

    @Override
    public boolean merges()
    {
        return of.merges();
    }

    @Override
    public List<AccountingRow> accounting(final Machine machine)
    {
        return of.accounting(machine);
    }

    @Override
    public List<StormControl> controls(final Machine machine)
    {
        return List.of();
    }

    @Override
    public HostModel.Done done(final HostModel.Done migrations)
    {
        return of.done(migrations);
    }

    @Override
    public StormActions actions(final long firstOfferNs)
    {
        return of.actions(firstOfferNs);
    }

    @Override
    public List<String> faults(final List<AccountingRow> rows)
    {
        return of.faults(rows);
    }
}
