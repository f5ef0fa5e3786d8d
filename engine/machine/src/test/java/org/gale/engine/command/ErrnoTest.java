package org.gale.engine.command;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

class ErrnoTest
{
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "0, 0", "-2, -ENOENT", "-5, -EIO", "-6, -ENXIO", "-7, -E2BIG", "-12, -ENOMEM", "-14, -EFAULT", "-16, -EBUSY",
        "-17, -EEXIST", "-19, -ENODEV", "-22, -EINVAL", "-28, -ENOSPC", "-110, -ETIMEDOUT" })
    void shouldSpellTheNumbersOfLinux(final int word, final String text)
    {
        assertEquals(text, Errno.text(word));
        assertEquals(word, Errno.of(word).word());
    }

    @Test
    void shouldRefuseANumberThatNoVerbAnswers()
    {
        assertNull(Errno.of(-1));
        assertNull(Errno.of(22));
        assertEquals("no such errno: word=-1",
            assertThrows(IllegalArgumentException.class, () -> Errno.text(-1)).getMessage());
    }
}
