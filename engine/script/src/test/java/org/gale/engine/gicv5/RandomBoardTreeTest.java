package org.gale.engine.gicv5;

import java.util.List;
import org.gale.engine.board.ReadBoard;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.inspect.DeviceTree;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Tests that the device tree of a random board is read as the same board. */
class RandomBoardTreeTest
{
    private static final int SEEDS = 100;

    @Test
    void shouldReadTheMachineThatWasWritten()
    {
        for (int seed = 0; seed < SEEDS; seed++)
        {
            final String keys = RandomBoard.keys(new RandomSource(seed), 1 << 24);
            final MachineConfig config = MachineConfig.parse(List.of(keys.split(" ", -1)));

            final ReadBoard read = ReadBoard.of(DeviceTree.of(config), List.of());

            assertEquals(config.toKeys(), read.config().toKeys(), keys);
            assertEquals(config, read.config(), keys);
            assertEquals(List.of(), read.notes(), keys);
        }
    }
}
