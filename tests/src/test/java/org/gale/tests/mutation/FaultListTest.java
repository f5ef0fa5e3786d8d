package org.gale.tests.mutation;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

/** Test that the lists of faults follow the sources: the lines of each fault occur once in its file. */
class FaultListTest
{
    @Test
    void shouldFindTheLinesOfEachFaultInItsSource() throws IOException
    {
        final List<String> astray = new ArrayList<>();
        final List<Fault> faults = FaultCheckTest.faults().toList();
        for (final Fault fault : faults)
        {
            try
            {
                fault.applied(Files.readAllLines(FaultBuild.root().resolve(fault.file())));
            }
            catch (final IllegalStateException | IOException ex)
            {
                astray.add(ex.getMessage());
            }
        }

        assertFalse(faults.isEmpty());
        assertEquals(List.of(), astray);
    }
}
