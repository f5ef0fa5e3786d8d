package org.gale.engine.gicv4;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of what a vCPU has acknowledged and not ended, in whatever order it ends. */
class ActiveStackTest
{
    @Test
    void shouldKeepTheRunningPriorityWhenAnOlderAcknowledgeEnds()
    {
        try (V4Rig rig = new V4Rig("cpus=1 lpi_bits=14"))
        {
            rig.line("create_vm 1");
            rig.lines("load 0 0 0");
            for (int event = 0; event < 3; event++)
            {
                rig.lines("map 0 1 " + event + " 0 " + (8200 + event), "config 0 " + (8200 + event) + " " +
                    (128 - 32 * event) + " 1");
            }
            rig.lines("msi 1 0");
            assertEquals("OK 8200", rig.line("ack 0 0"));
            rig.lines("msi 1 2");
            assertEquals("OK 8202", rig.line("ack 0 0"));

            rig.lines("eoi 0 0 8200", "msi 1 1");

            assertEquals("OK none", rig.line("ack 0 0"));
            rig.lines("eoi 0 0 8202");
            assertEquals("OK 8201", rig.line("ack 0 0"));
        }
    }

    @Test
    void shouldEndTheNewestAcknowledgeOfAnIntid()
    {
        final ActiveStack stack = new ActiveStack();
        stack.push(8200, 128);
        stack.push(8201, 96);
        stack.push(8200, 64);

        stack.end(8200);

        assertEquals(96, stack.runningPriority());
        stack.end(8300);
        assertEquals(96, stack.runningPriority());
        stack.end(8201);
        assertEquals(128, stack.runningPriority());
        stack.end(8200);
        assertTrue(stack.runningPriority() > 0xff);
    }
}
