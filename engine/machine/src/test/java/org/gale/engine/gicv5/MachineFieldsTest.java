package org.gale.engine.gicv5;

import java.util.Set;
import org.gale.engine.machine.MachineRoles;
import org.gale.engine.support.StateHarness;
import org.gale.engine.support.StateRole;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Fields of a restored machine: each is as it was saved, and is seen in image and digest. */
class MachineFieldsTest
{
    /** Fields that only mistakes change, and those that only delays, levels of an IWB and migrations change. */
    private static final Set<String> RARE = Set.of("Account.acknowledgedInventions", "Account.inventedCount",
        "Account.lostCount", "Links.ignored", "Links.waiting", "Iwb.raised", "Account.isCarrying",
        "Ledgers.hasFollowed");
    /** Fields that only events change which are translated. */
    private static final Set<String> RARE_WITH_DELAYS = Set.of("EventPipe.taken", "EventPipe.passed");

    @ParameterizedTest(name = "board {0}")
    @ValueSource(longs = {5, 13})
    void shouldBeAsSavedWhenRestored(final long seed)
    {
        check(new UsedMachine.Driver(seed, "", RARE));
    }

    @ParameterizedTest(name = "keys{0}")
    @ValueSource(strings = {" ops.delay=9", " ops.delay=4 ops.order=1", " ops.seed=3"})
    void shouldBeAsSavedWhenRestoredWithDelays(final String keys)
    {
        check(new UsedMachine.Driver(5, keys, RARE_WITH_DELAYS));
    }

    private static void check(final UsedMachine.Driver driver)
    {
        new StateHarness<>(MachineRoles.ROLES, "state", StateRole.SAVED, driver).rounds(4).twins(1).checkSaved();
    }
}
