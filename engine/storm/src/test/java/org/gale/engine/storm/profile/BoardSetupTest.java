package org.gale.engine.storm.profile;

import java.util.List;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.command.Commands;
import org.gale.engine.config.Board;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.config.MachineKeys;
import org.gale.engine.machine.Machine;
import org.gale.engine.storm.run.Storms;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.support.StormConfigs;
import org.gale.engine.system.Machines;
import org.gale.tables.register.IrsCr0;
import org.gale.tables.register.IrsCr1;
import org.gale.tables.register.IrsPeCr0;
import org.gale.tables.register.IrsPeSelr;
import org.gale.tables.register.IrsPeStatusr;
import org.gale.tables.register.ItsCr0;
import org.gale.tables.register.ItsDtBaser;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

/** Tests of the set-up of boards: every IRS and each PE as a kernel does, and a device table for each ITS. */
class BoardSetupTest
{
    private static final StormConfig STORM =
        StormConfigs.begin().vms(2).vpes(2).pes(4).devices(3).events(16).untimed().countLimit(1).build();
    private static final MachineConfig BOARD = MachineConfig.parse(List.of(
        "irss=2 itss=3 one_n=1 link=down pes=4 iaffids=9,300,0,7 irs.pes=1,3 irs.1.pes=0,2".split(" ", -1)));

    private final UnsafeBuffer command = new UnsafeBuffer(new byte[4 * Long.BYTES]);

    static Stream<Workload> workloads()
    {
        return Stream.of(new ResidentWorkload(STORM, BOARD), new OvercommitWorkload(STORM,
            HostModel.withoutActions(HostModel.HostKind.KVM, 1_000, false), BOARD, 0));
    }

    @Tag("T-IRS-14")
    @Tag("T-PE-4")
    @Tag("T-PE-7")
    @Tag("T-ITS-3")
    @ParameterizedTest
    @MethodSource("workloads")
    void shouldSetUpEachPart(final Workload workload)
    {
        try (Machine machine = Machines.FACTORY.create(workload.machine()))
        {
            Storms.emitAll(workload.setUp((words, count) -> machine.apply(words, 0)));
            machine.outputs().clear();
            final Board board = machine.config().board();

            for (int irs = 0; irs < 2; irs++)
            {
                final long frame = board.frame(MachineKeys.IRS_CONFIG, irs);
                assertEquals(0xffff, load(machine, frame + IrsCr1.OFFSET, Integer.BYTES), "CR1 of IRS " + irs);
                assertEquals(1, load(machine, frame + IrsCr0.OFFSET, Integer.BYTES) & 1, "IRSEN of IRS " + irs);
                for (int pe = 0; pe < 4; pe++)
                {
                    store(machine, frame + IrsPeSelr.OFFSET, board.iaffids().iaffid(pe));
                    final int status = (int)load(machine, frame + IrsPeStatusr.OFFSET, Integer.BYTES);
                    assertEquals(board.irsOf(pe) == irs, IrsPeStatusr.V.isSet(status));
                    assertEquals(board.irsOf(pe) == irs, IrsPeStatusr.ONLINE.isSet(status), "PE " + pe);
                    assertEquals(board.irsOf(pe) == irs ? 1 : 0,
                        load(machine, frame + IrsPeCr0.OFFSET, Integer.BYTES), "DPS of PE " + pe);
                }
            }
            long before = 0;
            for (int its = 0; its < 3; its++)
            {
                final long frame = board.frame(MachineKeys.ITS_CONFIG, its);
                assertEquals(1, load(machine, frame + ItsCr0.OFFSET, Integer.BYTES) & 1);
                final long table = load(machine, frame + ItsDtBaser.OFFSET, Long.BYTES);
                assertNotEquals(before, table);
                before = table;
            }
        }
    }

    private long load(final Machine machine, final long address, final int bytes)
    {
        Commands.load(command, 0, address, bytes);
        machine.apply(command, 0);

        return machine.outputs().lastValue();
    }

    private void store(final Machine machine, final long address, final long value)
    {
        Commands.store(command, 0, address, Integer.BYTES, value);
        machine.apply(command, 0);
    }
}
