#!/bin/sh
# Newton's method, damped, for the cube root of a number: awk trains, Thaw reads what it prints.
#
#     sh train.sh 0.5 7        # damping, epochs
damping=$1
epochs=$2

exec awk -v damping="$damping" -v epochs="$epochs" 'BEGIN {
  target = 2
  x = 5
  for (epoch = 1; epoch <= epochs; epoch++) {
    x -= damping * (x * x * x - target) / (3 * x * x)
    error = x * x * x - target
    if (error < 0) error = -error
    printf "epoch %d error=%.12f\n", epoch, error
    fflush()
  }
}'
