package org.gale.engine.storm.run;

import java.util.List;
import org.gale.engine.gicv5.Gicv5Machine;
import org.gale.engine.gicv5.Rig;
import org.gale.engine.storm.setting.StormConfig;
import org.gale.engine.storm.setting.StormSettings;
import org.gale.engine.storm.topology.Topology;
import org.gale.tables.operand.Intid;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

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
}
