;; What turns the text of `inline.js` back into bytes: in place, and many times as fast as JavaScript
;; that runs once and cold.
(module
  (memory (export "memory") PAGES)
  ;; The memory begins with `end` characters of text; afterwards with as many bytes as this tells.
  (func (export "decode") (param $end i32) (result i32)
    (local $at i32)
    (local $length i32)
    (local $digit i32)
    ;; What the first of two characters stands for.
    (local $above i32)
    (loop $next
      (local.set $digit
        (i32.sub
          (i32.sub (i32.load8_u (local.get $at)) (i32.const 35))
          (i32.gt_u (i32.load8_u (local.get $at)) (i32.const 92))))
      (if (i32.or (local.get $above) (i32.lt_u (local.get $digit) (i32.const 89)))
        (then
          (i32.store8 (local.get $length) (i32.add (local.get $above) (local.get $digit)))
          (local.set $length (i32.add (local.get $length) (i32.const 1)))
          (local.set $above (i32.const 0)))
        (else
          (local.set $above
            (i32.add
              (i32.mul (i32.sub (local.get $digit) (i32.const 89)) (i32.const 91))
              (i32.const 89)))))
      (local.set $at (i32.add (local.get $at) (i32.const 1)))
      (br_if $next (i32.lt_u (local.get $at) (local.get $end))))
    (local.get $length)))
