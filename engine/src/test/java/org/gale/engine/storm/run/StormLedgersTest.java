package org.gale.engine.storm.run;

import java.util.List;
import org.gale.engine.gicv5.Gicv5Machine;
import org.gale.engine.gicv5.Rig;
import org.gale.engine.machine.InterruptQueries;
import org.gale.engine.storm.setting.StormConfig;
import org.gale.engine.storm.setting.StormSettings;
import org.gale.engine.storm.topology.Topology;
import org.gale.tables.ist.InterruptStateTable;
import org.gale.tables.ist.L2Iste;
import org.gale.tables.operand.Intid;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Tests of a storm's accounting (P6) while messages reach no LPI. */
@Tag("P6")
class StormLedgersTest
{
    private static final int NO_DEVICE = 60_000;

    @Tag("B-ITS-6")
    @Test
    void shouldSettleEachEventOfAVmThatIsNotThere()
    {
        final StormConfig config = Storms.small(5);
        try (Rig rig = new Rig(new Gicv5Machine(new ResidentWorkload(config).machine())))
        {
            final Gicv5Machine machine = rig.machine();
            Storms.setUp(config, machine);
            rig.msi(0, 0);
            rig.mapVist(0, Intid.TYPE_LPI, true);

            rig.msi(0, 0);
            rig.msi(0, 1);
            rig.msi(config.value(StormSettings.DEVICES).intValue(), 0);
            rig.msi(NO_DEVICE, 0);

            final StormLedgers ledgers = new StormLedgers(machine, config.value(StormSettings.VMS).intValue());
            final StormAccounting accounting = ledgers.accounting(5, 0, List.of());
            assertEquals(0, accounting.remainder());
            assertEquals(1, accounting.pending());
            assertEquals(2, accounting.rejected().get(StormAccounting.UNREACHABLE));
            assertEquals(1, accounting.rejected().get(StormAccounting.UNTRANSLATED));
            assertEquals(1, accounting.rejected().get(StormAccounting.WITHDRAWN_UNMAPPED));
            assertEquals(3, accounting.rejectedOfNoVm());
            assertEquals(4, ledgers.settled());
            assertEquals(5, StormResumeTotals.of(Topology.of(config), machine, -1, 0).offered());
        }
    }

    /** Loses or invents an interrupt whose event comes again: the remainder shows it though RAM and owed bits agree. */
    @Tag("P1")
    @Tag("P2")
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldShowAnInterruptThatItsNextEventHides(final boolean isLost)
    {
        final StormConfig config = Storms.small(5);
        try (Rig rig = new Rig(new Gicv5Machine(new ResidentWorkload(config).machine())))
        {
            final Gicv5Machine machine = rig.machine();
            Storms.setUp(config, machine);
            final StormLedgers ledgers = new StormLedgers(machine, config.value(StormSettings.VMS).intValue());
            final InterruptStateTable table =
                InterruptQueries.of(machine).table(machine.accounts().vmOwner(0), Intid.TYPE_LPI);
            int events = 1;
            if (isLost)
            {
                rig.msi(0, 0);
                events++;
            }
            table.storePlain(0, table.loadPlain(0) ^ L2Iste.PENDING.mask());

            rig.msi(0, 0);

            final StormAccounting accounting = ledgers.accounting(events, 0, List.of());
            assertEquals(isLost ? 1 : -1, accounting.remainder());
            assertEquals(accounting.remainder(), accounting.vms().get(0).remainder());
            assertEquals(0, accounting.vms().get(1).remainder());
            assertEquals(1, accounting.pending());
        }
    }
}
