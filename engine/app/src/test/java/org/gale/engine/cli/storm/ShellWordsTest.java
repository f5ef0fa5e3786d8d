package org.gale.engine.cli.storm;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

class ShellWordsTest
{
    @Test
    void shouldQuoteWhatAShellWouldChange()
    {
        assertEquals("run-1/a.b_c:d,e=f+2", ShellWords.quoted("run-1/a.b_c:d,e=f+2"));
        assertEquals("'$HOME'", ShellWords.quoted("$HOME"));
        assertEquals("'it'\\''s'", ShellWords.quoted("it's"));
        assertEquals("''", ShellWords.quoted(""));
        assertEquals("$'a\\u000ab\\'\\\\\\u0085\\u2028\\u2029'", ShellWords.quoted("a\nb'\\\u0085\u2028\u2029"));
    }

    @Test
    void shouldTakeNoPathForAnOption()
    {
        assertEquals("./-x", ShellWords.quotedPath("-x"));
        assertEquals("'./-x y'", ShellWords.quotedPath("-x y"));
        assertEquals("a-x", ShellWords.quotedPath("a-x"));
    }
}
