package org.gale.engine.host;

import java.util.List;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

class PinningTest
{
    @Test
    void shouldReadListsOfProcessors()
    {
        assertEquals(List.of(0), Pinning.parse("0"));
        assertEquals(List.of(0, 1, 2, 3, 8), Pinning.parse("0-3,8"));
    }
}
